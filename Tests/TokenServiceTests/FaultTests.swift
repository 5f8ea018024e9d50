import JotopTestSupport
import ProxyCore
import Testing
import TokenService

@Suite("What faults do to the cache")
struct FaultTests {
    let start = ContinuousClock.now

    func at(_ seconds: Int) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    /// An entry with tokens asked for at these seconds, each living an hour.
    func entry(_ births: [Int], retiredLimit: Int = 3) throws -> TokenEntry {
        var entry = TokenEntry(handle: TokenHandle(index: 0), at: start, retiredLimit: retiredLimit)
        for born in births {
            _ = entry.refreshRequested(at: at(born), deed: 1)
            let minted = entry.minted(try token(of: entry, born: born), skew: .seconds(300), at: at(born))
            #expect(minted != nil)
        }
        return entry
    }

    /// The token that an entry wants next.
    func token(of entry: TokenEntry, born: Int) throws -> Token {
        try Token(
            MintedToken(compact: Secret(FakeTokens.compact(audiences: ["urn:a"])), requestID: nil),
            id: entry.nextID, audiences: AudienceSet("urn:a"), born: at(born))
    }

    // MARK: - Retired tokens

    @Test("The newest token is taken that is out of use and over, by two seconds at least")
    func expired() throws {
        let entry = try entry([0, 100, 200])
        for (second, generation) in [(3_601, nil), (3_602, 1), (3_701, 1), (3_702, 2), (9_999, 2)] {
            #expect(entry.expiredToken(at: at(second))?.facts.id.generation == generation, "at \(second) s")
        }
        #expect(entry.nextExpiry?.at == at(3_602))
    }

    @Test("Only so many are kept, the newest, and none where nobody wants any")
    func bounded() throws {
        #expect(try entry([0, 1, 2, 3, 4, 5]).expiredToken(at: at(3_603))?.facts.id.generation == nil)
        #expect(try entry([0, 1, 2, 3, 4, 5]).nextExpiry?.token.generation == 3)
        #expect(try entry([0, 1, 2], retiredLimit: 0).expiredToken(at: at(9_999)) == nil)
    }

    // MARK: - The clock

    @Test("With the clock put forward a token is due, then over, sooner; put right, as it was")
    func clock() throws {
        var entry = try entry([0])
        _ = entry.clockPutForward(by: .seconds(3_300), at: at(10))
        #expect(entry.held?.dies == at(300))
        guard case .serve(let token, mint: true) = entry.lookedUp(at: at(10)) else {
            return #expect(Bool(false), "expected it to be due")
        }
        // Upstreams are told the truth.
        #expect(token.sent(at: at(10)).lifeLeft == .seconds(3_590))
        var right = try self.entry([0])
        _ = right.clockPutForward(by: .seconds(1_000), at: at(10))
        _ = right.clockPutForward(by: .seconds(500), at: at(20))
        _ = right.clockPutRight(at: at(30))
        #expect(right.held?.refreshAt == at(3_300))
        #expect(right.held?.dies == at(3_600))
    }

    @Test("A token that comes later is as young as it is")
    func later() throws {
        var entry = try entry([0])
        _ = entry.clockPutForward(by: .seconds(3_300), at: at(10))
        _ = entry.refreshRequested(at: at(20), deed: 1)
        let token = try token(of: entry, born: 20)
        let minted = entry.minted(token, skew: .seconds(300), at: at(20))
        #expect(minted?.refreshAt == at(3_320))
        #expect(entry.held?.dies == at(3_620))
        #expect(entry.held?.aging == .zero)
    }

    @Test("A token that is brought back is as old as if it had never been away", arguments: [true, false])
    func broughtBack(isPutRight: Bool) throws {
        var entry = try entry([0])
        _ = entry.clockPutForward(by: .seconds(1_000), at: at(5))
        _ = entry.evicted(at: at(10), deed: 1)
        _ = entry.clockPutForward(by: .seconds(500), at: at(20))
        if isPutRight { _ = entry.clockPutRight(at: at(30)) }
        let restored = entry.restored(at: at(40))
        #expect(restored?.refreshAt == at(isPutRight ? 3_300 : 1_800))
        #expect(entry.held?.dies == at(isPutRight ? 3_600 : 2_100))
    }

    @Test("One that is over by the cache's clock is not brought back, and is let go of in its time")
    func overMeanwhile() throws {
        var entry = try entry([0])
        _ = entry.evicted(at: at(10), deed: 1)
        _ = entry.clockPutForward(by: .seconds(3_590), at: at(10))
        let restored = entry.restored(at: at(11))
        #expect(restored == nil)
        entry.undoLapsed(at: at(70))
        #expect(entry.kept == nil)
    }

    @Test("Put forward, the cache renews in the background what was used", .timeLimit(.minutes(5)))
    func refreshes() async throws {
        let bench = Bench(retiredTokens: 8)
        try await bench.run {
            let asked = bench.ask("urn:a")
            try await bench.minter.nextCall().succeed()
            _ = try await asked.value
            bench.service.putClockForward(by: .seconds(55 * 60))
            try await bench.minter.nextCall().succeed(serial: 2)
            let refreshed = try #require(await bench.probe.first(\.refreshed))
            #expect(refreshed.reason == .due)
        }
    }

    // MARK: - STS

    private func mint(_ fault: Fault?) async throws -> Result<MintedToken, MintFailure> {
        let faults = FaultControls(routes: AudienceOverrides())
        if let fault { faults.change { $0.set(fault, host: nil) } }
        let scripted = ScriptedMinter()
        let time = ManualTime()
        let minter = FaultyMinter(scripted, faults: faults, time: time.source)
        let asked = Task { () async -> Result<MintedToken, MintFailure> in
            do throws(MintFailure) {
                return .success(try await minter.mint(AudienceSet("urn:a"), onRetry: { _ in }))
            } catch { return .failure(error) }
        }
        switch fault {
        case .throttled, .denied: break
        case .slow(let wait):
            await time.sleepers(atLeast: 1)
            #expect(scripted.callCount == 0)
            time.advance(by: wait)
            try await scripted.nextCall().succeed()
        default: try await scripted.nextCall().succeed()
        }
        return await asked.value
    }

    @Test("Throttled and denied calls never reach STS, slow ones do later, and each says that it was on purpose")
    func sts() async throws {
        #expect(try await mint(nil).get().fault == nil)
        #expect(try await mint(.slow(.seconds(3))).get().fault == .slow(.seconds(3)))
        #expect(try await mint(.keysRotated).get().fault == .keysRotated)
        for (fault, kind, code) in [
            (Fault.throttled, MintFailure.Kind.unavailable, "Throttling"), (.denied, .denied, "AccessDenied"),
        ] {
            guard case .failure(let failure) = try await mint(fault) else { return #expect(Bool(false), "\(fault)") }
            #expect((failure.kind, failure.code, failure.fault) == (kind, code, fault))
        }
    }

    @Test("Taken back, a refusal on purpose is forgotten, and a real one is not")
    func takenBack() throws {
        for (fault, isRefused) in [(Fault?.some(.denied), false), (nil, true)] {
            var entry = TokenEntry(handle: TokenHandle(index: 0), at: start)
            _ = entry.requested(by: 1, flow: nil, at: start)
            _ = entry.failed(
                MintFailure(kind: .denied, code: "AccessDenied", message: "", fault: fault), random: 1, at: start)
            _ = entry.faultTakenBack(at: at(1))
            let answer = entry.requested(by: 2, flow: nil, at: at(1))
            if case .refuse = answer { #expect(isRefused) } else { #expect(!isRefused) }
        }
    }
}
