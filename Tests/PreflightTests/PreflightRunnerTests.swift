import AWSClient
import Foundation
import ProxyCore
import Synchronization
import Testing

@testable import Preflight

@Suite("A run of the preflight", .timeLimit(.minutes(5)))
struct PreflightRunnerTests {
    @Test("The report grows by each step, is complete once, and tells what was not tried")
    func progress() async throws {
        try await LoopbackListener.with(.silent) { listener in
            let runner = PreflightRunner(
                Self.probes(port: listener.port), request: PreflightRequest(audiences: PreflightRequest.standIn))
            var sizes: [Int] = []
            var complete = 0
            let report = await runner.run { report in
                sizes.append(report.checks.count)
                complete += report.isComplete ? 1 : 0
            }
            #expect(sizes == [1, 2, 3, 4, 5, 7, 14])
            #expect(complete == 1 && report.isComplete)
            #expect(report.checks.map(\.step) == PreflightStep.allCases)
            #expect(report.checks[5].text == "chain: nothing is set")
            #expect(report.checks[6].text == "needs credentials, which failed")
            #expect(report.checks[7].verdict == .ok)
            #expect(report.checks[8...].allSatisfy { $0.text == "needs credentials, which failed" })
            #expect(!report.isGood)
        }
    }

    @Test("Steps that wait for others are timed, and those that do not are not")
    func timing() async throws {
        try await LoopbackListener.with(.silent) { listener in
            let report = await PreflightRunner(
                Self.probes(port: listener.port), request: PreflightRequest(audiences: nil),
                environment: .counting
            ).run()
            let timed = report.checks.filter { $0.took != nil }.map(\.step)
            #expect(timed == [.tcp, .credentials, .clock])
            #expect(report.checks[5].took == .seconds(1))
        }
    }

    @Test("What is minted only on demand is named, and an unknown audience is called that")
    func mintsOnDemand() async throws {
        try await LoopbackListener.with(.silent) { listener in
            var probes = Self.probes(port: listener.port)
            probes.credentials = { AWSCredentials(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret") }
            probes.identity = { CallerIdentity(account: "1", arn: "arn:aws:iam::1:user/alice", userID: "AIDA") }
            var request = PreflightRequest(audiences: AudienceSet("https://api.example.com"))
            request.mints = false
            let known = await PreflightRunner(probes, request: request).run().checks[9]
            #expect(known.verdict == .skipped)
            #expect(
                known.text == "not tried yet: only a preflight that is asked for mints one, for https://api.example.com"
            )
            request.audiences = nil
            let unknown = await PreflightRunner(probes, request: request).run().checks[9]
            #expect(unknown.text.hasPrefix("no audience yet"))
        }
    }

    @Test("A policy that allows no more than the minting leaves the identity untold, and stops nothing")
    func identityDenied() async throws {
        try await LoopbackListener.with(.silent) { listener in
            var probes = Self.probes(port: listener.port)
            probes.credentials = { AWSCredentials(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret") }
            probes.identity = { () throws(STSError) in
                throw .service(
                    ServiceError(code: "AccessDenied", message: "no VPC endpoint policy allows", status: 403))
            }
            probes.mint = { _ throws(MintFailure) in throw MintFailure(kind: .denied, code: "Reached", message: "") }
            let request = PreflightRequest(audiences: AudienceSet("https://api.example.com"))
            let checks = await PreflightRunner(probes, request: request).run().checks
            #expect(checks[6].verdict == .unknown)
            #expect(checks[6].text == "sts:GetCallerIdentity denied: no VPC endpoint policy allows")
            #expect(checks[9].text == "Reached")
        }
    }

    @Test("The end of credentials is judged by STS's clock where it tells")
    func measuredEnd() async throws {
        try await LoopbackListener.with(.silent) { listener in
            var probes = Self.probes(port: listener.port)
            // An hour ahead: by this machine's clock they would live for another half.
            let date = HTTPDate.format(Date.now.addingTimeInterval(3_600))
            probes.transport = CannedTransport([
                "http://127.0.0.1:\(listener.port)/": .text("", status: 400, date: date)
            ])
            probes.credentials = {
                AWSCredentials(
                    accessKeyID: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "t",
                    expiration: Date.now.addingTimeInterval(1_800))
            }
            let report = await PreflightRunner(probes, request: PreflightRequest(audiences: nil)).run()
            #expect(report.checks[5].verdict == .unknown)
            #expect(report.checks[5].text.hasSuffix("by STS's clock"))
        }
    }

    @Test("A cancelled run ends after the step that it is at")
    func cancelled() async {
        let (reached, gate) = (Announcement(), Announcement())
        var probes = Self.probes(port: 1)
        probes.region = { () throws(PreflightFailure) in
            reached.announce()
            await gate.wait()
            return "eu-west-1 (test)"
        }
        let running = Task { [probes] in
            await PreflightRunner(probes, request: PreflightRequest(audiences: nil)).run()
        }
        await reached.wait()
        running.cancel()
        gate.announce()
        let report = await running.value
        #expect(report.checks.map(\.step) == [.configuration, .region])
        #expect(!report.isComplete)
    }

    @Test("Plain http to another host is a finding that stops nothing")
    func plaintext() async throws {
        try await LoopbackListener.with(.silent) { listener in
            var probes = Self.probes(port: listener.port)
            let hop = try EndpointProps.hop(listener.port)
            probes.endpoint = { EndpointProbe(EndpointRoute(scheme: "http", authority: "sts.example", proxy: hop)) }
            let report = await PreflightRunner(probes, request: PreflightRequest(audiences: nil)).run()
            #expect(report.checks[4].verdict == .failed)
            #expect(report.checks[4].text.contains("plain http to sts.example"))
            #expect(report.checks[7].text != "needs tls, which failed")
        }
    }

    @Test("The clock is read off an unsigned answer, by the middle of the trip")
    func clock() async {
        let place = "http://127.0.0.1:4566/"
        let environment = STSClient.Environment(
            now: { Date(timeIntervalSince1970: 1_795_270_000) }, sleep: { _ in }, random: { 0 })
        let ahead = HTTPDate.format(Date(timeIntervalSince1970: 1_795_273_660))
        let table: [(Result<TransportResponse, TransportError>, Duration?)] = [
            (.text("", status: 403, date: ahead), .seconds(3_660)), (.text("", date: nil), nil),
            (.text("", date: "yesterday"), nil), (.failure(.timeout), nil),
        ]
        for (answer, offset) in table {
            let probe = ClockProbe(transport: CannedTransport([place: answer]), environment: environment)
            #expect(await probe.offset(of: EndpointRoute(scheme: "http", authority: "127.0.0.1:4566")) == offset)
        }
    }

    /// A world in which all is well but for the credentials.
    private static func probes(port: Int) -> PreflightProbes {
        let authority = "127.0.0.1:\(port)"
        let none = CredentialError(.exhausted, source: "chain", message: "nothing is set", remedy: "set it")
        let date = HTTPDate.format(.now)
        return PreflightProbes(
            configuration: { "profile dev" }, region: { "eu-west-1 (test)" },
            endpoint: { EndpointProbe(EndpointRoute(scheme: "http", authority: authority)) },
            credentials: { () throws(CredentialError) in throw none },
            identity: { () throws(STSError) in throw .credentials(none) }, federation: { .notAsked("test") },
            mint: { (_) throws(MintFailure) in throw MintFailure(kind: .denied, code: "x", message: "") },
            transport: CannedTransport(["http://\(authority)/": .text("", status: 400, date: date)]))
    }
}

extension STSClient.Environment {
    /// A clock that goes on by a second at each look.
    fileprivate static var counting: STSClient.Environment {
        let ticks = Ticks()
        return STSClient.Environment(
            now: { Date(timeIntervalSince1970: 1_795_270_000) }, sleep: { _ in }, random: { 0 },
            uptime: { ticks.next() })
    }
}

private final class Ticks: Sendable {
    private let count = Mutex(0)

    func next() -> Duration {
        count.withLock { count in
            count += 1
            return .seconds(count)
        }
    }
}

/// Something that happens once, and those who wait for it.
private final class Announcement: Sendable {
    private let stream = AsyncStream.makeStream(of: Void.self)

    func announce() { stream.continuation.finish() }
    func wait() async { for await _ in stream.stream {} }
}
