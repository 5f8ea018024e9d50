import AWSClient
import Subprocess
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One run of a program that prints credentials, bounded in time and in what it prints.
struct ProcessRun: Sendable {
    enum Failure: Error, Equatable {
        case notStarted
        case exited(Int32)
        case killed(signal: Int32)
        case tookTooLong
        case printedTooMuch
        case cancelled
    }

    /// The most that a program may print, in bytes.
    static let outputLimit = JSONValue.limit

    let command: ProcessCommand
    let environment: [String: String]
    let limit: Duration
    let surroundings: STSClient.Environment

    /// - Returns: what the program printed on its standard output. What it printed on the other is thrown away, since
    ///   it may hold secrets, too.
    func output() async throws(Failure) -> [UInt8] {
        let first = await withTaskGroup(of: Result<[UInt8], Failure>.self) { group in
            group.addTask { await run() }
            group.addTask {
                do { try await surroundings.sleep(limit) } catch { return .failure(.cancelled) }
                return .failure(.tookTooLong)
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        return try first.get()
    }

    private func run() async -> Result<[UInt8], Failure> {
        var options = PlatformOptions()
        // A session of its own: without a terminal to ask on, and ended as a whole with all that it started.
        options.createSession = true
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        do {
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", command.line], environment: .custom(variables),
                platformOptions: options, input: .none, output: .bytes(limit: Self.outputLimit), error: .discarded)
            return Self.result(result.terminationStatus, result.standardOutput)
        } catch let error as SubprocessError {
            return .failure(Task.isCancelled ? .cancelled : Self.failure(error))
        } catch {
            return .failure(.cancelled)
        }
    }

    private var variables: [Subprocess.Environment.Key: String] {
        var result: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Subprocess.Environment.Key(rawValue: name) { result[key] = value }
        }
        return result
    }

    private static func result(_ status: TerminationStatus, _ output: [UInt8]) -> Result<[UInt8], Failure> {
        switch status {
        case .exited(0): .success(output)
        case .exited(let code): .failure(.exited(code))
        case .signaled(let signal): .failure(.killed(signal: signal))
        }
    }

    private static func failure(_ error: SubprocessError) -> Failure {
        error.code == .outputLimitExceeded ? .printedTooMuch : .notStarted
    }
}

extension ProcessRun: CustomStringConvertible, CustomReflectable {
    /// The program alone: arguments and variables may be secret.
    var description: String { "ProcessRun(\(command.program))" }
    var customMirror: Mirror { Mirror(self, children: ["command": command]) }
}

extension ProcessRun.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .notStarted: "could not be started"
        case .exited(126): "ended with status 126: it may not be run"
        case .exited(127): "ended with status 127: there is no such program"
        case .exited(let status): "ended with status \(status)"
        case .killed(let signal): "was killed by signal \(signal)"
        case .tookTooLong: "took too long"
        case .printedTooMuch: "printed more than 64 KiB"
        case .cancelled: "was interrupted"
        }
    }
}
