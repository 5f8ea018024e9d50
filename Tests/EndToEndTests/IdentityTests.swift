import AWSClient
import EmulatedSTS
import Foundation
import JotopSettings
import JotopTestSupport
import ProxyCore
import Testing

@testable import JotopApp

@Suite("AWS identity through the whole program", .timeLimit(.minutes(5)))
struct IdentityTests {
    /// What the program finds in the environment: nothing.
    private static let noKeys = ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_SESSION_TOKEN": ""]

    /// A role session with twenty minutes left.
    private static var shortSession: EmulatedPrincipal {
        var principal = EmbeddedWorld.principal
        principal.sessionExpiration = WallTime.now().advanced(by: .seconds(1_200))
        return principal
    }

    @Test("A token is asked for no more life than the session has, learnt from a refusal and from the first token")
    func learntBound() async throws {
        let session = Self.shortSession
        try await EmbeddedWorld.with(sts: { $0.principals = [session] }) { world in
            let upstream = try await world.upstream(accepting: ["urn:a", "urn:b"])
            let host = "127.0.0.1:\(upstream.port)"
            #expect(try await world.application.send("/", to: host).status == 401)
            let first = try #require(await world.probe.first(\.minted)?.cap)
            #expect(first.wanted == .seconds(3600))
            #expect(first.asked == .seconds(900))
            world.stack.perform(.refreshAll)
            let second = try #require(await world.probe.first(\.refreshed)?.cap)
            #expect(second.asked > .seconds(600) && second.asked < .seconds(1_200))
            #expect(second.sessionEnds?.seconds == session.sessionExpiration?.seconds)
            #expect(world.sts.outcomes["SessionDurationEscalationException"] == 1)
            await upstream.shutdown()
        }
    }

    @Test("With --cap-to-session=false the refusal is passed on as it is")
    func uncapped() async throws {
        let session = Self.shortSession
        try await EmbeddedWorld.with({ $0.capsToSession = false }, sts: { $0.principals = [session] }) { world in
            #expect(try await world.application.send("/", to: "127.0.0.1:1").status == 502)
            let failed = try #require(await world.probe.first(\.failedToken))
            #expect(failed.failure.code == "SessionDurationEscalationException")
            #expect(failed.failure.remedy?.isEmpty == false)
        }
    }

    @Test("Keys that appear in the shared files are picked up without a restart, and end the back-off")
    func appearingKeys() async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "jotop-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home.appending(path: ".aws"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        try await EmbeddedWorld.with(environment: Self.noKeys.merging(["HOME": home.path]) { $1 }) { world in
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            let host = "127.0.0.1:\(upstream.port)"
            #expect(try await world.application.send("/", to: host).status == 502)
            // It is told once: as the first request asks, or before that, as keys are looked for ahead.
            let failed = try #require(await world.first(\.unresolved))
            #expect(failed.message.contains("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"))
            #expect(failed.remedy?.contains("aws configure sso") == true)
            let keys = EmbeddedWorld.principal
            try """
            [default]
            aws_access_key_id = \(keys.accessKeyID)
            aws_secret_access_key = \(EmbeddedWorld.secret)
            aws_session_token = a-session-token
            """.write(to: home.appending(path: ".aws/credentials"), atomically: true, encoding: .utf8)
            let resolved = try #require(
                await world.probe.first { $0.resolved.flatMap { $0.principal == nil ? nil : $0 } })
            #expect(resolved.source.contains("profile default"))
            #expect(resolved.principal == "arn:aws:sts::123456789012:assumed-role/dev-api/me")
            #expect(try await world.application.send("/", to: host).status == 200)
            await upstream.shutdown()
        }
    }

    @Test("The clock of the service is told, and signatures are corrected by it")
    func clock() async throws {
        try await EmbeddedWorld.with { world in
            world.sts.changeFaults { $0.clockOffset = .seconds(3_600) }
            let upstream = try await world.upstream(accepting: ["http://127.0.0.1"])
            _ = try await world.application.send("/", to: "127.0.0.1:\(upstream.port)")
            let measured = await world.probe.first { event in
                if case .clockMeasured(let clock) = event, clock.offset > .seconds(3_500) { clock } else { nil }
            }
            #expect(measured?.isCorrected == true)
            #expect(world.stack.stats.snapshot().mints == 1)
            #expect(world.stack.stats.snapshot().mintFailures == 0)
            await upstream.shutdown()
        }
    }

    @Test("The preflight of the start tells every step, and mints nothing")
    func preflight() async throws {
        try await EmbeddedWorld.with(looksAhead: true) { world in
            // It does not wait for the listener.
            let report = try #require(await world.first(\.completeReport))
            let checks = report.checks
            #expect(checks.map(\.step) == PreflightStep.allCases)
            #expect(!checks.contains { $0.verdict == .failed })
            #expect(checks.first { $0.step == .mint }?.verdict == .skipped)
            #expect(world.stack.stats.snapshot().mints == 0)
        }
    }
}

extension ProxyEvent {
    /// What a preflight has found, once it is through.
    fileprivate var completeReport: PreflightReport? {
        if case .preflightProgressed(let report) = self, report.isComplete { report } else { nil }
    }
}
