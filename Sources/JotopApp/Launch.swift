import ArgumentParser
import Canvas
import CursesTerminal
import Foundation
import NIOCore

/// The program's beginning.
package enum Launch {
    /// Runs the command that the arguments name, and leaves with its exit code.
    package static func main() async {
        // A report of the Swift runtime shows registers and memory, and those may hold a token.
        CrashReports.disable()
        // More event loops than processors that this process may use would only take turns.
        NIOSingletons.groupLoopCountSuggestion = max(1, ProcessInfo.processInfo.activeProcessorCount)
        do {
            var command = try JotopCommand.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            leave(error)
        }
    }

    /// Prints what the parser has to say, help or a mistake. It quotes the arguments, and those may be anything.
    private static func leave(_ error: any Error) -> Never {
        let code = JotopCommand.exitCode(for: error)
        let text = JotopCommand.fullMessage(for: error)
        let writer = code == .success ? LineWriter.standardOutput : .standardError
        if !text.isEmpty {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            try? writer.write(lines.map { Sanitizer.plain(withoutToken(String($0))) })
        }
        exit(code.rawValue)
    }

    /// A token in the wrong place of the command line is not to be repeated.
    private static func withoutToken(_ line: String) -> String {
        line.replacing(/eyJ[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]*/, with: "<token>")
    }
}
