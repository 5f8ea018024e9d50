import Foundation
import Subprocess

/// One run of a small program that reads a text on its standard input or prints one, bounded in time.
///
/// Nothing of a text is ever an argument: those are for everybody on the machine to see.
struct ToolRun: Sendable {
    private static let outputLimit = 1 << 20

    /// A program may leave without reading what it is given. Writing to it then raises SIGPIPE (pipe(7)), which would end this
    /// process and leave its terminal as it is. NIO ignores that signal, but only from its first socket on, and a replay
    /// opens none; so does this, and the write fails instead.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    let program: String
    let arguments: [String]
    let environment: [String: String]
    let limit: Duration

    /// - Returns: what it printed; nil if it could not be run, failed or took too long.
    func output(input: String = "") async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await run(input) }
            group.addTask {
                // Another program's time, which no test's clock could move.
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }

    private func run(_ input: String) async -> String? {
        Self.ignoresBrokenPipes
        var variables: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Subprocess.Environment.Key(rawValue: name) { variables[key] = value }
        }
        let result = try? await Subprocess.run(
            .name(program), arguments: Arguments(arguments), environment: .custom(variables), input: .inputWriter,
            output: .string(limit: Self.outputLimit), error: .discarded
        ) { execution in
            // Written here and not by the library, which ends the process if a program goes away without reading.
            _ = try? await execution.standardInputWriter.write(input)
            try? await execution.standardInputWriter.finish()
        }
        guard let result, case .exited(0) = result.terminationStatus else { return nil }
        return result.standardOutput
    }
}
