import JotopSettings
import JotopTestSupport
import ProxyCore
import Recordings
import Testing

@testable import JotopApp

@Suite("Bisect, on the wire", .timeLimit(.minutes(5)))
struct BisectTests {
    struct Case: Sendable {
        let manner: WatchedUpstream.Manner
        /// What the upstream answers to each of the four.
        let statuses: [Int?]
        let readings: [String]
    }

    static let cases = [
        Case(manner: .verifies, statuses: [200, 401, 200, 401], readings: ["verifies"]),
        Case(manner: .readsClaims, statuses: [200, 401, 200, 200], readings: ["signature-not-verified"]),
        Case(
            manner: .open, statuses: [200, 200, 200, 200], readings: ["signature-not-verified", "token-not-needed"]),
        Case(manner: .closedPath, statuses: [403, 403, 403, 403], readings: ["refused-regardless"]),
        Case(manner: .otherAudience, statuses: [401, 401, 401, 401], readings: ["signature-checked"]),
        Case(manner: .revokes, statuses: [401, 401, 200, 401], readings: ["stale", "verifies"]),
    ]

    @Test("Each upstream's manner is read from its answers, and the wire has what each step says", arguments: cases)
    func reads(_ sample: Case) async throws {
        let time = HurriedTime()
        try await EmbeddedWorld.with(allowsReplays: true, time: time.source) { world in
            try await WatchedUpstream.with(sample.manner, in: world) { upstream, host in
                _ = try await world.application.send(
                    "/v1?page=2", to: host, headers: [("Authorization", "Bearer inbound"), ("X-Trace", "abc")])
                let flow = try #require(await world.probe.first(\.ended))
                world.stack.perform(.bisect(flow.start.id, confirmed: nil))
                let (report, said) = await Self.watch(world.probe)
                #expect(report?.phase == .complete)
                #expect(report?.answers.map(\.status) == sample.statuses)
                #expect(report?.answers.map(\.step) == BisectStep.allCases)
                #expect(report?.readings == sample.readings)
                #expect(time.pauses >= 3)
                try Self.checkWire(upstream, said)
                let totals = world.stack.stats.snapshot()
                #expect(totals.requests == 1, "replays are in no count")
                #expect(totals.cacheHits + totals.cacheMisses == 1)
                #expect(totals.mints == 2, "the application's token, and the fresh one")
            }
        }
    }

    /// Everything that is said until the bisect is over.
    private static func watch(_ probe: EventProbe) async -> (BisectReport?, said: String) {
        var said = ""
        while let event = await probe.next() {
            said += EventJSON.line(event, detailed: true)
            if let report = event.bisected { return (report, said) }
        }
        return (nil, said)
    }

    private static func checkWire(_ upstream: WatchedUpstream, _ said: String) throws {
        let requests = upstream.requests
        try #require(requests.count == 5)
        #expect(requests.allSatisfy { $0.target == "/v1?page=2" && $0.values(of: "x-trace") == ["abc"] })
        let sent = requests.map { $0.values(of: "authorization") }
        #expect(sent.map(\.count) == [1, 1, 0, 1, 1])
        #expect(!sent.joined().contains { $0.contains("inbound") }, "what was replaced never goes out")
        let (first, asSent, fresh, broken) = (sent[0][0], sent[1][0], sent[3][0], sent[4][0])
        #expect(asSent == first)
        #expect(fresh != first)
        #expect(broken != fresh && broken.dropLast() == fresh.dropLast() && broken.count == fresh.count)
        for token in [first, fresh] {
            let signature = token.split(separator: ".").last.map(String.init) ?? ""
            #expect(signature.count > 300)
            #expect(!said.contains(signature.dropLast()), "no event holds a signature, broken or not")
        }
        #expect(said.contains("\"replay_of\":1"))
        #expect(said.contains("\"replay_step\":\"broken-signature\""))
    }

    @Test("A fault that is set since is none of the bisect's: what went out the first time goes out again")
    func faulted() async throws {
        try await EmbeddedWorld.with({ $0.allowsFaults = true }, allowsReplays: true, time: HurriedTime().source) {
            world in
            try await WatchedUpstream.with(.verifies, in: world) { _, host in
                _ = try await world.application.send("/", to: host)
                let flow = try #require(await world.probe.first(\.ended)).start.id
                let fault = Fault.audience("urn:example:wrong")
                world.stack.perform(.injectFault(fault, host: host))
                let happening = await world.probe.first { event -> FaultNotice.Happening? in
                    if case .fault(let notice) = event { notice.happening } else { nil }
                }
                #expect(happening == .set(fault, host: host))
                world.stack.perform(.bisect(flow, confirmed: nil))
                for status in [200, 401, 200, 401] {
                    let end = try #require(await world.probe.first(\.ended))
                    #expect(end.status == status)
                    #expect(end.start.replay?.original == flow)
                    #expect(end.start.audiences == AudienceSet("http://127.0.0.1"))
                    #expect(end.fault == nil)
                }
            }
        }
    }

    @Test("A bisect can be stopped, and only one runs at a time")
    func stops() async throws {
        try await EmbeddedWorld.with(allowsReplays: true, time: .endlessPauses) { world in
            try await WatchedUpstream.with(.open, in: world) { upstream, host in
                _ = try await world.application.send("/", to: host)
                let flow = try #require(await world.probe.first(\.ended)).start.id
                world.stack.perform(.bisect(flow, confirmed: nil))
                _ = await world.probe.first { event -> Bool? in
                    guard case .bisectProgressed(let report) = event, case .waiting = report.phase else { return nil }
                    return true
                }
                world.stack.perform(.bisect(flow, confirmed: nil))
                let refused = await world.probe.first(\.replayRefused)
                #expect(refused?.reason == "another bisect is under way")
                world.stack.perform(.stopBisect)
                let report = await world.probe.first(\.bisected)
                #expect(report?.phase == .stopped)
                #expect(report?.readings == [])
                #expect(upstream.requests.count < 5)
            }
        }
    }
}
