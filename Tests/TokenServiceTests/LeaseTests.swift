import JotopTestSupport
import ProxyCore
import Testing

@testable import TokenService

/// Sending a token without asking for it each time.
@Suite("Leases", .timeLimit(.minutes(5)))
struct LeaseTests {
    private let a = AudienceSet("https://a")

    /// A token of 600 seconds in the cache, renewed from 300 seconds on, and a lease of it.
    private func leased(_ bench: Bench) async throws -> TokenLease {
        let request = bench.ask("https://a")
        try await bench.minter.nextCall().succeed(lifetime: 600)
        _ = try await request.value
        return try #require(bench.service.lease(for: a))
    }

    private func holds(_ lease: TokenLease, _ bench: Bench) -> Bool {
        lease.holds(at: bench.time.now, changes: bench.service.changes)
    }

    @Test("One holds for a tenth of a second")
    func time() async throws {
        let bench = Bench()
        try await bench.run {
            let lease = try await leased(bench)
            bench.time.advance(by: .milliseconds(99))
            #expect(holds(lease, bench))
            bench.time.advance(by: .milliseconds(1))
            #expect(!holds(lease, bench))
        }
    }

    @Test("It ends where a refresh is due, and with the token")
    func bounds() async throws {
        let bench = Bench()
        try await bench.run {
            _ = try await leased(bench)
            bench.time.advance(by: .milliseconds(299_950))
            let last = try #require(bench.service.lease(for: a))
            bench.time.advance(by: .milliseconds(50))
            #expect(!holds(last, bench))
            // The first that asks then sets the refresh off; while it runs, the old token may be sent.
            let during = try #require(bench.service.lease(for: a))
            let call = try await bench.minter.nextCall()
            let again = try #require(bench.service.lease(for: a))
            #expect(during.token.facts.id.generation == 1 && holds(again, bench))
            call.succeed(lifetime: 600)
            _ = await bench.probe.first(\.refreshed)
            #expect(!holds(again, bench))
        }
    }

    @Test(
        "None holds after a command that may change the answer",
        arguments: [EngineCommand.evict(AudienceSet("https://a")), .refresh(AudienceSet("https://a"))])
    func commands(_ command: EngineCommand) async throws {
        let bench = Bench()
        try await bench.run {
            let lease = try await leased(bench)
            switch command {
            case .evict(let audiences): bench.service.evict(audiences)
            case .refresh(let audiences): bench.service.refresh(audiences)
            default: break
            }
            #expect(!holds(lease, bench))
        }
    }

    @Test("None holds once another principal asks, or while a new token is kept back")
    func others() async throws {
        let bench = Bench(settle: .seconds(2))
        try await bench.run {
            let request = bench.ask("https://a")
            try await bench.minter.nextCall().succeed(lifetime: 600)
            await bench.time.sleepers(atLeast: 1)
            bench.time.advance(by: .seconds(2))
            _ = try await request.value
            let lease = try #require(bench.service.lease(for: a))
            #expect(holds(lease, bench))
            bench.service.principalChanged()
            #expect(!holds(lease, bench))
            _ = bench.service.lease(for: a)
            try await bench.minter.nextCall().succeed(lifetime: 600)
            _ = await bench.probe.first(\.refreshed)
            let kept = try #require(bench.service.lease(for: a))
            #expect(kept.token.facts.id.generation == 1 && !holds(kept, bench))
        }
    }

    @Test("Requests that did not ask are counted as the others are")
    func uses() async throws {
        let bench = Bench()
        try await bench.run {
            let lease = try await leased(bench)
            for _ in 0..<3 { lease.used() }
            #expect(bench.minting.turn(on: false))
            await bench.time.sleepers(atLeast: 1)
            bench.time.advance(by: .seconds(300))
            await bench.time.sleepers(atLeast: 1)
            bench.time.advance(by: .seconds(300))
            let expired = try #require(await bench.probe.first(\.expired))
            // The one that waited, the one that asked, and three more.
            #expect(expired.uses == 5)
        }
    }
}
