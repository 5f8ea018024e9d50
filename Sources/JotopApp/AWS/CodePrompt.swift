import Canvas
import Foundation
import NIOPosix
import Synchronization

/// Asks the person at the terminal for the code of an MFA device, as long as the terminal is not the dashboard's.
final class CodePrompt: Sendable {
    private let isOpen = Mutex(true)

    /// From now on nobody is asked any more: the screen belongs to the dashboard.
    func close() { isOpen.withLock { $0 = false } }

    /// - Returns: nil where there is no terminal, where it is taken, and where the person gives no answer.
    func code(ofDevice serialNumber: String) async -> String? {
        guard isOpen.withLock({ $0 }) else { return nil }
        let question = "MFA code of \(Sanitizer.plain(serialNumber)): "
        // A person takes as long as they like, and reading waits: not on a thread that tasks share.
        return try? await NIOThreadPool.singleton.runIfActive { Self.ask(question) }
    }

    /// Longer than any code.
    private static let longest = 64

    private static func ask(_ question: String) -> String? {
        // Standard input and output may be a pipe; the controlling terminal is not.
        guard let terminal = FileHandle(forUpdatingAtPath: "/dev/tty") else { return nil }
        defer { try? terminal.close() }
        // In the background, asking would stop the program.
        guard tcgetpgrp(terminal.fileDescriptor) == getpgrp() else { return nil }
        guard (try? terminal.write(contentsOf: Data(question.utf8))) != nil else { return nil }
        var line: [UInt8] = []
        // To the line's end, whatever its length: what is left over would be read by the shell.
        while let byte = try? terminal.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            if line.count < longest { line.append(byte) }
        }
        let code = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces)
        return code.isEmpty ? nil : code
    }
}
