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
        if let processors { NIOSingletons.groupLoopCountSuggestion = processors }
        if let script = ShellCompletion.script(for: Array(CommandLine.arguments.dropFirst())) {
            try? LineWriter.standardOutput.write([script])
            exit(EXIT_SUCCESS)
        }
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

    /// How many processors this process may use, which may be fewer than there are (`taskset`, a cpuset; proc(5)); nil where
    /// the system does not say.
    private static var processors: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let mask = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") })
        else { return nil }
        let allowed = mask.dropFirst("Cpus_allowed:".count).reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
        return allowed > 0 ? min(allowed, System.coreCount) : nil
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
