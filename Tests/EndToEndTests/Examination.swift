import AWSClient
import EmulatedSTS
import Foundation
import JotopSettings
import NIOPosix
import Preflight
import ProxyCore

@testable import JotopApp

/// A doctor in this process, its world, and what may be wrong with that.
struct Examination {
    var service = EmulatedSTS.Configuration(principals: [EmbeddedWorld.principal])
    var faults: (@Sendable (inout STSFaults) -> Void)?
    var settings = RunSettings()
    var request: (inout PreflightRequest) -> Void = { _ in }
    /// Of an attempt and of a call: plenty, since many tests share few cores.
    var limits = (attempt: Duration.seconds(1_800), call: Duration.seconds(3_600))
    /// On top of the emulated service's.
    var environment: [String: String]

    struct Outcome {
        let isGood: Bool
        let output: String
        let report: [(step: PreflightStep, mark: String)]

        /// The output with what differs between runs replaced.
        var text: String {
            output.split(separator: "\n", omittingEmptySubsequences: false)
                .map { String($0).replacing(/[ ]+(\d+ ms|\d+\.\d s)$/, with: " TIME") }
                .joined(separator: "\n").replacing(/127\.0\.0\.1:\d+/, with: "127.0.0.1:PORT")
        }

        /// The text without its line breaks, columns and times.
        var unwrapped: String { text.split { $0.isWhitespace }.filter { $0 != "TIME" }.joined(separator: " ") }

        /// Whether something to do stands below a step's line.
        func hasRemedy(_ step: PreflightStep) -> Bool {
            let lines = output.split(separator: "\n").drop { !$0.dropFirst(3).hasPrefix(step.rawValue) }.dropFirst()
            let own = lines.prefix { $0.hasPrefix("   ") }
            return own.contains { $0.hasPrefix("     ") && !$0.hasPrefix("      ") }
        }

        func steps(_ verdict: PreflightCheck.Verdict) -> [PreflightStep] {
            let marks: [PreflightCheck.Verdict: String] = [
                .ok: "ok", .failed: "!!", .unknown: "??", .skipped: "--",
            ]
            return report.filter { $0.mark == marks[verdict] }.map(\.step)
        }
    }

    static func environment(of sts: EmulatedSTS) -> [String: String] {
        [
            "AWS_ENDPOINT_URL_STS": sts.endpoint, "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": EmbeddedWorld.principal.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": EmbeddedWorld.secret, "AWS_SESSION_TOKEN": "a-session-token",
            "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true",
        ]
    }

    static func run(
        isJSON: Bool = false, _ change: (inout Examination) -> Void = { _ in }
    ) async throws -> Outcome {
        // Twice, since the address of the service is known only once it runs, and a change may replace it.
        var examination = Examination(environment: [:])
        examination.settings.algorithm = .es384
        examination.settings.tokenDuration = .seconds(900)
        examination.settings.audiences = AudienceSet("https://api.example.com")
        examination.service.looksForKeysAhead = false
        change(&examination)
        let sts = try await EmulatedSTS.start(examination.service, on: MultiThreadedEventLoopGroup.singleton)
        if let faults = examination.faults { sts.changeFaults { faults(&$0) } }
        examination.environment = environment(of: sts)
        change(&examination)
        let result: Result<Outcome, any Error>
        do { result = .success(try await examination.examine(isJSON: isJSON)) } catch { result = .failure(error) }
        await sts.shutdown()
        return try result.get()
    }

    private func examine(isJSON: Bool) async throws -> Outcome {
        var asked = PreflightRequest.doctor(settings)
        request(&asked)
        var lines: [String] = []
        let isGood = try await Doctor(isJSON: isJSON, write: { lines += $0 })
            .examine(settings, request: asked, environment: environment) {
                ($0.attemptTimeout, $0.deadline) = limits
            }
        let report = lines.compactMap { line -> (PreflightStep, String)? in
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count > 1, let step = PreflightStep(rawValue: String(words[1])) else { return nil }
            return (step, String(words[0]))
        }
        return Outcome(isGood: isGood, output: lines.joined(separator: "\n"), report: report)
    }
}
