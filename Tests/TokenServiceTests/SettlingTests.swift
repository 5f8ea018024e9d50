import JotopTestSupport
import ProxyCore
import Testing
import TokenService

@Suite("A new token is kept back until it is old enough")
struct SettlingTests {
    let start = ContinuousClock.now
    let skew = Duration.seconds(300)
    let settle = Duration.seconds(2)

    func at(_ milliseconds: Int) -> ContinuousClock.Instant { start.advanced(by: .milliseconds(milliseconds)) }

    func token(_ entry: TokenEntry, born: Int = 0, lifetime: Int64 = 3600) throws -> Token {
        try Token(
            MintedToken(
                compact: Secret(FakeTokens.compact(audiences: ["https://a"], lifetime: lifetime)), requestID: nil),
            id: entry.nextID, audiences: AudienceSet("https://a"), born: at(born))
    }

    /// An entry whose first token was asked for at 0 and came at 400 ms, for one waiter.
    func first(settle: Duration? = nil, lifetime: Int64 = 3600) throws -> TokenEntry {
        var entry = TokenEntry(handle: TokenHandle(index: 0), at: start)
        _ = entry.requested(by: 1, flow: FlowID(1), at: start)
        let minted = entry.minted(
            try token(entry, lifetime: lifetime), skew: skew, settle: settle ?? self.settle, at: at(400))
        #expect(minted != nil)
        return entry
    }

    /// The same with a second token, which came at 1,000,400 ms and is kept back.
    func second() throws -> TokenEntry {
        var entry = try first(settle: .zero)
        _ = entry.refreshRequested(at: at(1_000_000), deed: 1)
        let minted = entry.minted(try token(entry, born: 1_000_000), skew: skew, settle: settle, at: at(1_000_400))
        #expect(minted?.settlesAt == at(1_002_400))
        return entry
    }

    private func generation(_ lookup: TokenEntry.Lookup) -> Int? {
        if case .serve(let token, _) = lookup { token.facts.id.generation } else { nil }
    }

    /// Who is told that the token serves; nil where it does not.
    private func waiters(_ settled: TokenEntry.Settled?) -> [Int]? {
        if case .serves(let settling) = settled { settling.waiters } else { nil }
    }

    @Test("Without it, a token serves at once")
    func off() throws {
        var entry = try first(settle: .zero)
        #expect(entry.settling == nil)
        let lookup = entry.lookedUp(at: at(400))
        #expect(generation(lookup) == 1)
    }

    @Test("The token before it serves until then, and the new one from then on")
    func swaps() throws {
        var entry = try second()
        for (moment, expected) in [(1_000_400, 1), (1_002_399, 1), (1_002_400, 2), (1_900_000, 2)] {
            let lookup = entry.lookedUp(at: at(moment))
            #expect(generation(lookup) == expected, "at \(moment) ms")
        }
    }

    @Test("A first one is waited for once: by those who set it off and by those who come meanwhile")
    func firstWaits() throws {
        var entry = try first()
        guard case .miss = entry.lookedUp(at: at(500)) else { return #expect(Bool(false), "served too early") }
        guard case .wait(mint: false) = entry.requested(by: 2, flow: FlowID(2), at: at(500)) else {
            return #expect(Bool(false), "expected to wait, and no second call")
        }
        let early = entry.settled(at: at(2_399))
        #expect(waiters(early) == nil)
        let settled = entry.settled(at: at(2_400))
        #expect(waiters(settled) == [1, 2])
        #expect(entry.held?.uses.value == 2)
        let again = entry.settled(at: at(2_400))
        #expect(waiters(again) == nil)
    }

    @Test("Where the old one ends before, requests wait for the new one")
    func gap() throws {
        var entry = try first(settle: .zero, lifetime: 60)
        _ = entry.lookedUp(at: at(59_000))
        let late = try token(entry, born: 59_000)
        #expect(entry.mint != nil)
        let minted = entry.minted(late, skew: skew, settle: settle, at: at(59_500))
        #expect(minted != nil)
        let served = entry.lookedUp(at: at(59_999))
        #expect(generation(served) == 1)
        guard case .wait(mint: false) = entry.requested(by: 7, flow: nil, at: at(60_000)) else {
            return #expect(Bool(false), "expected to wait")
        }
        let settled = entry.settled(at: at(61_500))
        #expect(waiters(settled) == [7])
    }

    @Test("One that lives shortly is kept back for half its life at most")
    func bounded() throws {
        let entry = try first(settle: .seconds(30), lifetime: 10)
        #expect(entry.settling?.until == at(5_400))
    }

    @Test("Meanwhile nobody asks for another one, and nobody who gave up is waited for")
    func commands() throws {
        var entry = try first()
        let begins = entry.refreshRequested(at: at(500), deed: 1)
        #expect(!begins)
        entry.gaveUp(1)
        #expect(!entry.isDisposable)
        let settled = entry.settled(at: at(2_400))
        #expect(waiters(settled) == [])
    }

    @Test("Evicting meanwhile drops the one that serves; undo brings it back for those who wait")
    func evicted() throws {
        var entry = try second()
        let dropped = entry.evicted(at: at(1_000_500), deed: 2)
        #expect(dropped?.generation == 1)
        guard case .wait(mint: false) = entry.requested(by: 9, flow: nil, at: at(1_000_600)) else {
            return #expect(Bool(false), "expected to wait")
        }
        let restored = entry.restored(at: at(1_000_700))
        #expect(restored?.token.facts.id.generation == 1)
        #expect(restored?.instead?.generation == 2)
        #expect(restored?.waiters == [9])
        #expect(entry.settling == nil)
    }

    @Test(
        "One that the cache's clock has ended is never granted: who waits for it waits for another",
        arguments: [true, false])
    func overBefore(isTold: Bool) throws {
        var entry = try first()
        let ordered = entry.clockPutForward(by: .seconds(3_600), at: at(500))
        let wake = try #require(ordered)
        if isTold {
            guard case .expired(_, uses: 0, mint: true) = entry.woke(wake, at: at(500)) else {
                return #expect(Bool(false), "expected it to be over, and another to be asked for")
            }
            let settled = entry.settled(at: at(2_400))
            #expect(settled == nil)
        } else {
            guard case .over(mint: true) = entry.settled(at: at(2_400)) else {
                return #expect(Bool(false), "expected another to be asked for")
            }
        }
        #expect(entry.settling == nil)
        #expect(entry.mint?.waiters == [1])
        guard case .wait(mint: false) = entry.requested(by: 2, flow: nil, at: at(2_500)) else {
            return #expect(Bool(false), "expected to wait for the same")
        }
        #expect(entry.mint?.waiters == [1, 2])
    }

    @Test("Where nobody waits for it, no other is asked for")
    func overUnwanted() throws {
        var entry = try first()
        entry.gaveUp(1)
        let ordered = entry.clockPutForward(by: .seconds(3_600), at: at(500))
        let wake = try #require(ordered)
        guard case .expired(_, uses: 0, mint: false) = entry.woke(wake, at: at(500)) else {
            return #expect(Bool(false), "expected it to be over")
        }
        #expect(entry.isDisposable)
    }

    @Test("The waiter gets the token that follows on one that was over too early", .timeLimit(.minutes(5)))
    func overInService() async throws {
        let bench = Bench(settle: .seconds(2))
        try await bench.run {
            let asked = bench.ask("https://a")
            try await bench.minter.nextCall().succeed()
            _ = await bench.probe.first(\.minted)
            bench.service.putClockForward(by: .seconds(3_600))
            try await bench.minter.nextCall().succeed(serial: 2)
            _ = await bench.probe.first(\.minted)
            bench.time.advance(by: .seconds(2))
            let grant = try await asked.value
            #expect(grant.token.facts.id.generation == 2)
        }
    }

    @Test("The token that serves meanwhile is one whose bytes can be looked at")
    func former() async throws {
        let bench = Bench(settle: .seconds(2))
        try await bench.run {
            let asked = bench.ask("https://a")
            try await bench.minter.nextCall().succeed()
            await bench.time.sleepers(atLeast: 2)
            bench.time.advance(by: .seconds(2))
            let first = try await asked.value.token.facts.id
            bench.time.advance(by: .seconds(3_300))
            _ = bench.service.cachedToken(for: AudienceSet("https://a"))
            try await bench.minter.nextCall().succeed(serial: 2)
            _ = await bench.probe.first(\.refreshed)
            let kept = bench.service.keptToken(first, for: AudienceSet("https://a"))
            #expect(kept?.facts.id == first)
        }
    }

    @Test("The wait is told: when the token serves, and to each request how long it settled", .timeLimit(.minutes(5)))
    func service() async throws {
        let bench = Bench(settle: .seconds(2))
        try await bench.run {
            let one = bench.ask("https://a", flow: 1)
            let call = try await bench.minter.nextCall()
            bench.time.advance(by: .milliseconds(400))
            call.succeed()
            let minted = try #require(await bench.probe.first(\.minted))
            #expect(minted.servesFrom == bench.time.wallStart.advanced(by: .milliseconds(2_400)))
            #expect(minted.waiting == [FlowID(1)])
            // The wake at the refresh window, and the one at which the token is old enough.
            await bench.time.sleepers(atLeast: 2)
            bench.time.advance(by: .milliseconds(500))
            let two = bench.ask("https://a", flow: 2)
            while bench.service.waiterCount < 2 { await Task.yield() }
            bench.time.advance(by: .milliseconds(1_500))
            let first = try await one.value
            let second = try await two.value
            #expect((first.use, first.settled) == (.minted, .seconds(2)))
            #expect((second.use, second.mintedFor, second.settled) == (.waited, FlowID(1), .milliseconds(1_500)))
            #expect(bench.service.cachedToken(for: AudienceSet("https://a")) != nil)
            #expect(bench.minter.callCount == 1)
        }
    }
}
