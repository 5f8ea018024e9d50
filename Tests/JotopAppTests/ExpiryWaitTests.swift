import JotopSettings
import JotopTestSupport
import ProxyCore
import Testing
import TokenService

@testable import JotopApp

@Suite("Expired tokens that are waited for from the beginning on")
struct ExpiryWaitTests {
    static let host = "api.example.com"

    /// A cache, what may go wrong with it, and an issuer that answers as the test says.
    private struct Bench {
        let time = ManualTime()
        let minter = ScriptedMinter()
        let events = EventHub()
        let probe: EventProbe
        let tokens: TokenService
        let orders: FaultOrders

        init() {
            let controls = EngineControls(allowsFaults: true, tags: [])
            var cache = TokenService.Configuration()
            cache.retiredTokens = 8
            tokens = TokenService(
                cache, minter: minter, events: events, stats: TrafficStats(), minting: controls.minting,
                time: time.source, random: { 1 })
            orders = FaultOrders(
                faults: controls.faults, tokens: tokens, controls: controls, rule: RunSettings().audienceRule,
                scheme: .https, tags: [], rotateKeys: nil, time: time.source, utcOffset: 0)
            probe = EventProbe(events)
        }

        /// Runs the cache and what waits for expired tokens while `body` does.
        func waiting(_ body: () async throws -> Void) async throws {
            let opening = try OpeningFaults(
                [try FaultLine("expired host:\(ExpiryWaitTests.host)")], orders, events: events, time: time.source,
                random: { 1 })
            let tokens = tokens
            let running = Task {
                await withDiscardingTaskGroup { group in
                    group.addTask { await tokens.run() }
                    group.addTask { await opening.run() }
                }
            }
            try await body()
            running.cancel()
            await running.value
        }

        func happening() async -> FaultNotice.Happening? { await probe.first(\.faultHappening) }
    }

    @Test("Where no token comes, STS is asked again and again, and one line says so")
    func asksAgain() async throws {
        let bench = Bench()
        try await bench.waiting {
            for pause in [1, 2, 4, 8] {
                try await bench.minter.nextCall().fail(.throttled)
                _ = await bench.probe.first(\.failedToken)
                await bench.time.sleepers(atLeast: 1)
                bench.time.advance(by: .seconds(pause))
                guard pause == 1 else { continue }
                guard case .refused(let reason)? = await bench.happening() else {
                    Issue.record("nobody was told")
                    return
                }
                #expect(reason.contains("expired host:\(Self.host) waits: "))
                #expect(reason.contains("Throttling"))
            }
            let call = try await bench.minter.nextCall()
            call.succeed(lifetime: 60)
            var told: [FaultNotice.Happening] = []
            while let event = await bench.probe.next() {
                if let happening = event.faultHappening { told.append(happening) }
                if event.minted != nil { break }
            }
            #expect(told.isEmpty)
        }
    }

    @Test(
        "What is taken back, or gives way to another fault of the host, does not come after all",
        arguments: ["off", "off host:\(host)", "tampered host:\(host)"])
    func withdrawn(_ line: String) async throws {
        let bench = Bench()
        try await bench.waiting {
            try await bench.minter.nextCall().succeed(lifetime: 60)
            _ = await bench.probe.first(\.minted)
            switch try FaultLine(line).order {
            case .inject(let fault, let host):
                #expect(bench.orders.inject(fault, host: host) == .set(fault, host: host))
            case .clear(let scope): #expect(bench.orders.clear(scope) == [.cleared(scope)])
            case .clock: Issue.record("no order of this test")
            }
            bench.tokens.evict(try #require(bench.orders.audiences(of: Self.host)))
            bench.time.advance(by: .seconds(3_600))
            #expect(bench.orders.tokens.expiredToken(for: try #require(bench.orders.audiences(of: Self.host))) != nil)
            guard case .withdrawn = bench.orders.expire(Self.host) else {
                Issue.record("it is still waited for")
                return
            }
            #expect(bench.orders.faults?.state.hosts[Self.host] != .expired)
        }
    }

    @Test("Once a token has expired it is sent, and nothing is waited for any more")
    func comes() async throws {
        let bench = Bench()
        try await bench.waiting {
            try await bench.minter.nextCall().succeed(lifetime: 60)
            _ = await bench.probe.first(\.minted)
            bench.tokens.evict(try #require(bench.orders.audiences(of: Self.host)))
            bench.time.advance(by: .seconds(3_600))
            #expect(await bench.happening() == .set(.expired, host: Self.host))
            guard case .withdrawn = bench.orders.expire(Self.host) else {
                Issue.record("it is waited for once more")
                return
            }
        }
    }

    @Test("A line that cannot be done is named as it was typed, its host included")
    func named() throws {
        let bench = Bench()
        let line = "audience  https://\(Self.host) host:\(Self.host)"
        let error = try #require(throws: UsageError.self) {
            try OpeningFaults([try FaultLine(line)], bench.orders, events: bench.events, time: bench.time.source)
        }
        #expect("\(error)".contains(line))
    }
}

extension ProxyEvent {
    fileprivate var faultHappening: FaultNotice.Happening? {
        if case .fault(let notice) = self { notice.happening } else { nil }
    }
}
