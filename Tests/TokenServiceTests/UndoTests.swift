import JotopTestSupport
import ProxyCore
import Testing
import TokenService

@Suite("Taking a command back", .timeLimit(.minutes(5)))
struct UndoTests {
    let a = AudienceSet("https://a")
    let b = AudienceSet("https://b")

    /// A cache that holds the first token of an audience set.
    private func minted(_ bench: Bench, _ audience: String) async throws {
        let request = bench.ask(audience)
        try await bench.minter.nextCall().succeed()
        _ = try await request.value
    }

    private func generation(_ bench: Bench, _ audiences: AudienceSet) -> Int? {
        bench.service.cachedToken(for: audiences)?.facts.id.generation
    }

    @Test("A token that was refreshed over serves again, and its successor is dropped")
    func refresh() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench, "https://a")
            bench.service.refresh(a)
            try await bench.minter.nextCall().succeed(serial: 2)
            _ = await bench.probe.first(\.refreshed)
            #expect(generation(bench, a) == 2)
            bench.time.advance(by: .seconds(59))
            bench.service.undo()
            let restored = try #require(await bench.probe.first(\.restored))
            #expect((restored.token.description, restored.instead?.description ?? "") == ("A1", "A2"))
            #expect(generation(bench, a) == 1)
            bench.service.undo()
            #expect(generation(bench, a) == 1)
        }
    }

    @Test("An evicted token serves again within its minute, and never after it", arguments: [(59, true), (60, false)])
    func evict(_ row: (seconds: Int, comesBack: Bool)) async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench, "https://a")
            bench.service.evict(a)
            #expect(generation(bench, a) == nil)
            bench.time.advance(by: .seconds(row.seconds))
            bench.service.undo()
            #expect((generation(bench, a) == 1) == row.comesBack)
            #expect(bench.stats.snapshot().cachedAudiences == (row.comesBack ? 1 : 0))
        }
    }

    @Test("Undo takes back the latest command, whole, and then the one before it")
    func order() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench, "https://a")
            try await minted(bench, "https://b")
            bench.service.evict(b)
            bench.service.evictAll()
            bench.service.undo()
            #expect(generation(bench, a) == 1)
            #expect(generation(bench, b) == nil)
            bench.service.undo()
            #expect(generation(bench, b) == 1)
        }
    }

    @Test("All that were evicted at once come back at once")
    func evictAll() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench, "https://a")
            try await minted(bench, "https://b")
            bench.service.evictAll()
            bench.service.undo()
            #expect([generation(bench, a), generation(bench, b)] == [1, 1])
        }
    }

    @Test("A token that dies meanwhile does not come back, and one of a former principal never does")
    func limits() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench, "https://a")
            bench.time.advance(by: .seconds(3590))
            bench.service.evict(a)
            bench.time.advance(by: .seconds(10))
            bench.service.undo()
            #expect(generation(bench, a) == nil)
            try await minted(bench, "https://b")
            bench.service.evict(b)
            bench.service.principalChanged()
            bench.service.undo()
            #expect(generation(bench, b) == nil)
        }
    }

    @Test("A refresh of the cache's own is nobody's command")
    func ownRefresh() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench, "https://a")
            bench.time.advance(by: .seconds(3400))
            #expect(generation(bench, a) == 1)
            try await bench.minter.nextCall().succeed(serial: 2)
            _ = await bench.probe.first(\.refreshed)
            bench.service.undo()
            #expect(generation(bench, a) == 2)
        }
    }

    @Test("What is kept is let go of when its time is over")
    func wiped() throws {
        let start = ContinuousClock.now
        var entry = TokenEntry(handle: TokenHandle(index: 0), at: start)
        _ = entry.requested(by: 1, flow: nil, at: start)
        let token = try Token(
            MintedToken(compact: Secret(FakeTokens.compact(audiences: ["https://a"])), requestID: nil),
            id: entry.nextID, audiences: a, born: start)
        _ = entry.minted(token, skew: .seconds(300), at: start)
        _ = entry.evicted(at: start, deed: 1)
        entry.undoLapsed(at: start.advanced(by: .seconds(59)))
        #expect(entry.kept != nil)
        entry.undoLapsed(at: start.advanced(by: .seconds(60)))
        #expect(entry.kept == nil)
    }

    @Test("The token itself is handed over by its name only while it is the one in use")
    func reveals() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench, "https://a")
            let id = TokenID(handle: TokenHandle(index: 0), generation: 1)
            #expect(bench.service.token(id, for: a)?.facts.id == id)
            #expect(bench.service.token(TokenID(handle: id.handle, generation: 2), for: a) == nil)
            bench.service.evict(a)
            #expect(bench.service.token(id, for: a) == nil)
        }
    }
}

@Suite("Minting switched off, in the cache", .timeLimit(.minutes(5)))
struct MintingSwitchTests {
    let a = AudienceSet("https://a")

    @Test("STS is not asked, whoever asks, and what came due is made up for afterwards")
    func off() async throws {
        let bench = Bench()
        try await bench.run {
            let request = bench.ask("https://a")
            try await bench.minter.nextCall().succeed()
            _ = try await request.value
            #expect(bench.minting.turn(on: false))
            bench.service.refresh(a)
            await bench.time.sleepers(atLeast: 1)
            bench.time.advance(by: .seconds(3300))
            // The order to renew finds the switch off and waits for the token's end instead.
            await bench.time.sleepers(atLeast: 1)
            #expect(bench.minter.callCount == 1)
            #expect(bench.minting.turn(on: true))
            bench.service.mintingSwitchedOn()
            try await bench.minter.nextCall().succeed(serial: 2)
            #expect(await bench.probe.first(\.refreshed)?.reason == .due)
        }
    }

    @Test("A mint that was set off just before is not carried out")
    func race() async throws {
        let bench = Bench()
        #expect(bench.minting.turn(on: false))
        try await bench.run {
            let request = bench.ask("https://a")
            await #expect(throws: ProxyError.self) { try await request.value }
            let failed = try #require(await bench.probe.first(\.failedToken))
            #expect(failed.failure.code == "MintingOff")
            #expect(bench.minter.callCount == 0)
        }
    }
}
