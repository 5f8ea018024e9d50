import JotopTestSupport
import ProxyCore
import Testing
import TokenService

@Suite("A token's life")
struct TokenEntryTests {
    let start = ContinuousClock.now
    let skew = Duration.seconds(300)

    func at(_ seconds: Int) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    func token(_ entry: TokenEntry, born: Int = 0, lifetime: Int64 = 3600) throws -> Token {
        let compact = FakeTokens.compact(audiences: ["https://a"], lifetime: lifetime)
        return try Token(
            MintedToken(compact: Secret(compact), requestID: nil), id: entry.nextID,
            audiences: AudienceSet("https://a"), born: at(born))
    }

    /// An entry with a token minted at second 0 for one waiter.
    func fresh(lifetime: Int64 = 3600) throws -> (entry: TokenEntry, wake: TokenEntry.Wake) {
        var entry = TokenEntry(handle: TokenHandle(index: 0), at: start)
        _ = entry.requested(by: 1, flow: FlowID(1), at: start)
        let mintedOutcome = entry.minted(try token(entry, lifetime: lifetime), skew: skew, at: start)
        let minted = try #require(mintedOutcome)
        return (entry, try #require(minted.wake))
    }

    @Test("A cold entry misses, and the first who will wait sets off the mint")
    func cold() throws {
        var entry = TokenEntry(handle: TokenHandle(index: 0), at: start)
        guard case .miss = entry.lookedUp(at: start) else { return #expect(Bool(false), "expected a miss") }
        guard case .wait(mint: true) = entry.requested(by: 1, flow: FlowID(1), at: start) else {
            return #expect(Bool(false), "expected a mint")
        }
        guard case .wait(mint: false) = entry.requested(by: 2, flow: FlowID(2), at: start) else {
            return #expect(Bool(false), "expected to join the mint")
        }
        #expect(entry.mint?.waiters == [1, 2])
        #expect(entry.mint?.flow == FlowID(1))
    }

    @Test(
        "What a request gets depends on the token's age",
        arguments: [
            (seconds: 0, isServed: true, mints: false), (3299, true, false), (3300, true, true), (3599, true, true),
            (3600, false, false),
        ])
    func ages(_ row: (seconds: Int, isServed: Bool, mints: Bool)) throws {
        var (entry, _) = try fresh()
        switch entry.lookedUp(at: at(row.seconds)) {
        case .miss: #expect(!row.isServed)
        case .serve(_, let mint):
            #expect(row.isServed)
            #expect(mint == row.mints)
        }
    }

    @Test("Inside the refresh window one mint runs, however many ask")
    func oneRefresh() throws {
        var (entry, _) = try fresh()
        guard case .serve(_, mint: true) = entry.lookedUp(at: at(3400)) else {
            return #expect(Bool(false), "expected a refresh")
        }
        guard case .serve(_, mint: false) = entry.lookedUp(at: at(3401)) else {
            return #expect(Bool(false), "expected no second refresh")
        }
    }

    @Test("A token that lives no longer than the skew is renewed at half its life, not at once and for ever")
    func shortLife() throws {
        let (entry, wake) = try fresh(lifetime: 200)
        #expect(entry.held?.refreshAt == at(100))
        #expect(wake.at == at(100))
    }

    @Test("A failed refresh leaves the token serving, and STS alone until the back-off is over")
    func failedRefresh() throws {
        var (entry, _) = try fresh()
        _ = entry.lookedUp(at: at(3300))
        let failedOutcome = entry.failed(.throttled, random: 1, at: at(3301))
        let failed = try #require(failedOutcome)
        #expect(failed.stillServing == TokenID(handle: TokenHandle(index: 0), generation: 1))
        #expect(failed.retryAt == at(3302))
        guard case .serve(_, mint: false) = entry.lookedUp(at: at(3301)) else {
            return #expect(Bool(false), "asked again too early")
        }
        guard case .serve(_, mint: true) = entry.lookedUp(at: at(3302)) else {
            return #expect(Bool(false), "expected the next try")
        }
    }

    @Test("A denied audience is refused without asking until its back-off is over, and the back-off grows")
    func denied() throws {
        var entry = TokenEntry(handle: TokenHandle(index: 2), at: start)
        var now = 0
        for delay in [4, 8, 16, 32, 60, 60] {
            guard case .wait(mint: true) = entry.requested(by: now, flow: nil, at: at(now)) else {
                return #expect(Bool(false), "expected to ask after \(now) s")
            }
            let failedOutcome = entry.failed(.accessDenied, random: 1, at: at(now))
            let failed = try #require(failedOutcome)
            #expect(failed.retryAt == at(now + delay))
            guard case .refuse(let failure) = entry.requested(by: -1, flow: nil, at: at(now + delay - 1)) else {
                return #expect(Bool(false), "expected a refusal")
            }
            #expect((failure.cause, failure.retryAt) == (.accessDenied, at(now + delay)))
            now += delay
        }
    }

    @Test("A forced refresh ignores the back-off, keeps the old token serving, and does not start twice")
    func forced() throws {
        var (entry, _) = try fresh()
        let begins = [entry.refreshRequested(at: at(10), deed: 1), entry.refreshRequested(at: at(11), deed: 1)]
        #expect(begins == [true, false])
        guard case .serve(let old, mint: false) = entry.lookedUp(at: at(11)) else {
            return #expect(Bool(false), "the old token must serve")
        }
        #expect(old.facts.id.generation == 1)
        let mintedOutcome = entry.minted(try token(entry, born: 10), skew: skew, at: at(12))
        let minted = try #require(mintedOutcome)
        #expect(minted.replaced == old.facts.id)
        #expect(entry.held?.token.facts.id.generation == 2)
    }

    @Test("A token of a former principal serves until its next use has brought a new one")
    func principalChanged() throws {
        var (entry, _) = try fresh()
        entry.principalChanged(at: at(10))
        guard case .serve(let old, mint: true) = entry.lookedUp(at: at(11)) else {
            return #expect(Bool(false), "the old token must serve, and a mint begin")
        }
        #expect(old.facts.id.generation == 1)
        let minted = entry.minted(try token(entry, born: 11), skew: skew, at: at(12))
        #expect(minted?.mint.reason == .due)
        #expect(minted?.refreshAt == at(11 + 3_300))
    }

    @Test("A token that was being minted when the principal changed is due at once")
    func principalChangedMeanwhile() throws {
        var (entry, _) = try fresh()
        _ = entry.refreshRequested(at: at(10), deed: 1)
        entry.principalChanged(at: at(11))
        let minted = entry.minted(try token(entry, born: 10), skew: skew, at: at(12))
        #expect(minted?.refreshAt == at(12))
        guard case .serve(_, mint: true) = entry.lookedUp(at: at(13)) else {
            return #expect(Bool(false), "nobody knows for whom it is")
        }
    }

    @Test("Eviction forgets the token and the back-off, not the generation")
    func eviction() throws {
        var (entry, _) = try fresh()
        let evicted = entry.evicted(at: start, deed: 1)
        #expect(evicted?.generation == 1)
        guard case .miss = entry.lookedUp(at: at(1)) else { return #expect(Bool(false), "expected a miss") }
        #expect(entry.nextID.generation == 2)
        let again = entry.evicted(at: start, deed: 1)
        #expect(again == nil)
    }

    @Test("A used token is renewed when its window begins; an unused one is left to lapse")
    func lapse() throws {
        var (used, wake) = try fresh()
        _ = used.lookedUp(at: at(5))
        guard case .mint = used.woke(wake, at: wake.at) else {
            return #expect(Bool(false), "expected a renewal")
        }
        var entry = TokenEntry(handle: TokenHandle(index: 0), at: start)
        let begins = entry.refreshRequested(at: start, deed: 1)
        #expect(begins)
        let mintedOutcome = entry.minted(try token(entry), skew: skew, at: start)
        let minted = try #require(mintedOutcome)
        let first = try #require(minted.wake)
        guard case .wait(let end) = entry.woke(first, at: first.at) else {
            return #expect(Bool(false), "nobody used it: there is nothing to renew")
        }
        #expect(end.at == at(3600))
        guard case .expired(let id, uses: 0, mint: false) = entry.woke(end, at: end.at) else {
            return #expect(Bool(false), "expected its end")
        }
        #expect(id.generation == 1)
        #expect(entry.held == nil)
    }

    @Test("One order to wait is out at a time, and it leads to the next, however often a token is renewed")
    func oneTimer() throws {
        var (entry, wake) = try fresh()
        for second in 1...20 {
            _ = entry.refreshRequested(at: at(second), deed: 1)
            let minted = entry.minted(try token(entry, born: second), skew: skew, at: at(second))
            #expect(minted?.wake == nil)
        }
        guard case .wait(let next) = entry.woke(wake, at: wake.at) else {
            return #expect(Bool(false), "the newest token is not due yet")
        }
        #expect(next.at == at(20 + 3300))
        guard case .void = entry.woke(wake, at: wake.at) else {
            return #expect(Bool(false), "an order that has been carried out is void")
        }
    }

    @Test("A forced refresh that fails early does not keep a used token from being renewed in time")
    func forcedEarly() throws {
        var (entry, wake) = try fresh()
        _ = entry.lookedUp(at: at(1))
        _ = entry.refreshRequested(at: at(10), deed: 1)
        let failed = entry.failed(.throttled, random: 1, at: at(11))
        #expect(failed?.wake == nil)
        guard case .mint = entry.woke(wake, at: wake.at) else { return #expect(Bool(false), "expected a renewal") }
    }

    @Test("An order to wait that was meant for another entry does nothing")
    func foreignTimer() throws {
        let (_, wake) = try fresh()
        var other = TokenEntry(handle: TokenHandle(index: 1), at: start)
        _ = other.refreshRequested(at: start, deed: 1)
        _ = other.minted(try token(other), skew: skew, at: start)
        guard case .void = other.woke(wake, at: wake.at) else { return #expect(Bool(false), "expected nothing") }
    }

    @Test("Trying whether a refused audience works by now does not make the others wait longer")
    func trial() throws {
        var entry = TokenEntry(handle: TokenHandle(index: 0), at: start)
        _ = entry.requested(by: 1, flow: nil, at: start)
        let outcome = entry.failing(.accessDenied, at: start)
        let first = try #require(outcome)
        for second in 1...3 {
            _ = entry.refreshRequested(at: at(second), deed: 1)
            let outcome = entry.failing(.accessDenied, at: at(second))
            let trial = try #require(outcome)
            #expect(trial.retryAt == first.retryAt)
            #expect(trial.attempt == 1)
        }
    }

    @Test("A waiter that gave up is not told, and the mint goes on")
    func gaveUp() throws {
        var entry = TokenEntry(handle: TokenHandle(index: 0), at: start)
        _ = entry.requested(by: 1, flow: FlowID(1), at: start)
        _ = entry.requested(by: 2, flow: FlowID(2), at: start)
        entry.gaveUp(1)
        let mintedOutcome = entry.minted(try token(entry), skew: skew, at: start)
        let minted = try #require(mintedOutcome)
        #expect(minted.mint.waiters == [2])
    }
}

extension TokenEntry {
    /// For expressions, in which nothing may change.
    fileprivate mutating func failing(_ cause: MintFailure, at now: Instant) -> Failed? {
        failed(cause, random: 1, at: now)
    }
}

@Suite("Back-off")
struct BackoffTests {
    @Test(
        "It doubles up to the cap, and half of it is left to chance",
        arguments: [(1, 4), (2, 8), (4, 32), (5, 60), (99, 60)])
    func doubling(_ row: (attempt: Int, seconds: Int)) {
        #expect(Backoff.denied.delay(attempt: row.attempt, random: 1) == .seconds(row.seconds))
        #expect(Backoff.denied.delay(attempt: row.attempt, random: 0) == .seconds(row.seconds) / 2)
    }
}
