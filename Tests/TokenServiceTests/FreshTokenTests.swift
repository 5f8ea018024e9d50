import JotopTestSupport
import ProxyCore
import Testing
import TokenService

@Suite("A token minted on demand", .timeLimit(.minutes(5)))
struct FreshTokenTests {
    private let audiences = AudienceSet("https://a")

    private func fresh(_ bench: Bench) -> Task<TokenGrant, any Error> {
        let service = bench.service
        return Task { try await service.freshToken(for: AudienceSet("https://a"), flow: FlowID(9)) }
    }

    private func minted(_ bench: Bench) async throws {
        let request = bench.ask("https://a")
        try await bench.minter.nextCall().succeed()
        _ = try await request.value
    }

    @Test("No cached token will do, the new one takes its place, and that can be taken back")
    func takesPlace() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench)
            let request = fresh(bench)
            try await bench.minter.nextCall().succeed(serial: 2)
            let grant = try await request.value
            #expect(grant.token.facts.id.generation == 2)
            let cached = bench.service.cachedToken(for: audiences)
            #expect(cached?.facts.id.generation == 2)
            bench.service.undo()
            let restored = bench.service.cachedToken(for: audiences)
            #expect(restored?.facts.id.generation == 1)
        }
    }

    @Test(
        "A refusal is its caller's alone: the cached token serves on, and no back-off stands in the way of the next try"
    )
    func refused() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench)
            for _ in 1...2 {
                let request = fresh(bench)
                try await bench.minter.nextCall().fail(.accessDenied)
                let result = await request.result
                #expect((try? result.get()) == nil)
            }
            let cached = bench.service.cachedToken(for: audiences)
            #expect(cached?.facts.id.generation == 1)
        }
    }

    @Test("While minting is off, STS is not asked")
    func mintingOff() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench)
            _ = bench.minting.turn(on: false)
            let result = await fresh(bench).result
            #expect(throws: ProxyError.self) { try result.get() }
            #expect(bench.minter.callCount == 1)
        }
    }

    @Test("The bytes of a token are there while it is in use or can be brought back, and not longer")
    func kept() async throws {
        let bench = Bench()
        try await bench.run {
            try await minted(bench)
            let first = TokenID(handle: TokenHandle(index: 0), generation: 1)
            for serial in 2...3 {
                let before = bench.service.keptToken(first, for: audiences)
                #expect(before != nil)
                let request = fresh(bench)
                try await bench.minter.nextCall().succeed(serial: serial)
                _ = try await request.value
            }
            let after = bench.service.keptToken(first, for: audiences)
            #expect(after == nil)
        }
    }
}
