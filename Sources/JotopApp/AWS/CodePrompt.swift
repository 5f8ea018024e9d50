import AWSCredentialSources
import Canvas
import Foundation
import NIOPosix
import Synchronization

/// Asks the person at the terminal for the code of an MFA device, as long as the terminal is not the dashboard's.
final class CodePrompt: Sendable {
    private let isOpen = Mutex(true)

    /// From now on nobody is asked any more: the screen belongs to the dashboard.
    func close() { isOpen.withLock { $0 = false } }

    /// Asks, and waits for as long as the person takes.
    func code(ofDevice serialNumber: String) async -> CodeAnswer {
        guard isOpen.withLock({ $0 }) else { return .closed }
        let question = "MFA code of \(Sanitizer.plain(serialNumber)): "
        // A person takes as long as they like, and reading waits: not on a thread that tasks share.
        return (try? await NIOThreadPool.singleton.runIfActive { Self.ask(question) }) ?? .noAnswer
    }

    /// Longer than any code.
    private static let longest = 64

    private static func ask(_ question: String) -> CodeAnswer {
        // Standard input and output may be a pipe; the controlling terminal is not.
        guard let terminal = FileHandle(forUpdatingAtPath: "/dev/tty") else { return .noTerminal }
        defer { try? terminal.close() }
        // In the background, asking would stop the program.
        guard tcgetpgrp(terminal.fileDescriptor) == getpgrp() else { return .noTerminal }
        guard (try? terminal.write(contentsOf: Data(question.utf8))) != nil else { return .noTerminal }
        var line: [UInt8] = []
        // To the line's end, whatever its length: what is left over would be read by the shell.
        while let byte = try? terminal.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            if line.count < longest { line.append(byte) }
        }
        let code = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces)
        return code.isEmpty ? .noAnswer : .code(code)
    }
}
