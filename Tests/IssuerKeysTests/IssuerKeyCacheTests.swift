import AWSClient
import JotopTestSupport
import Testing
import TokenVerification

@testable import IssuerKeys

/// An issuer's keys are fetched when needed, kept for a while, and looked for again when they rotate.
@Suite("An issuer's keys")
struct IssuerKeyCacheTests {
    private let old = TokenMaker(kid: "k1")
    private let new = TokenMaker(kid: "k2")
    private let time = ManualTime()

    private func scene() throws -> (ScriptedIssuer, IssuerKeyCache, IssuerAddress) {
        let issuer = ScriptedIssuer(TokenMaker.issuer, keys: [old.jwk])
        let time = time
        return (
            issuer, IssuerKeyCache(transport: issuer, now: { time.now }), try #require(IssuerAddress(TokenMaker.issuer))
        )
    }

    @Test("They are fetched once, and again when their time is over")
    func kept() async throws {
        let (issuer, cache, address) = try scene()
        for _ in 1...3 { #expect(try await cache.keys(of: address, for: "k1").set.keyIDs == ["k1"]) }
        #expect(issuer.asked.count == 2)
        time.advance(by: KeyFreshness().lifetime)
        _ = try await cache.keys(of: address, for: "k1")
        #expect(issuer.asked.count == 4)
    }

    @Test("An unknown key is looked for once more, but not at every made-up name")
    func rotated() async throws {
        let (issuer, cache, address) = try scene()
        _ = try await cache.keys(of: address, for: "k1")
        issuer.publish([old.jwk, new.jwk])
        #expect(try await cache.keys(of: address, for: "k2").set.keyIDs == ["k1"])
        time.advance(by: KeyFreshness().pause)
        #expect(try await cache.keys(of: address, for: "k2").set.keyIDs == ["k1", "k2"])
        for name in ["x", "y", "z"] { _ = try await cache.keys(of: address, for: name) }
        #expect(issuer.asked.count == 4)
    }

    @Test("A fetch that fails is told, and takes nothing away that is known")
    func away() async throws {
        let (issuer, cache, address) = try scene()
        issuer.fail(.timeout)
        await #expect(throws: IssuerFault.transport(.timeout)) { try await cache.keys(of: address, for: "k1") }
        issuer.fail(nil)
        _ = try await cache.keys(of: address, for: "k1")
        issuer.fail(.timeout)
        time.advance(by: .seconds(60))
        await #expect(throws: IssuerFault.transport(.timeout)) { try await cache.keys(of: address, for: "k2") }
        #expect(try await cache.keys(of: address, for: "k1").set.keyIDs == ["k1"])
    }

    @Test("Who asks for too many issuers loses the one that was not asked for the longest")
    func bounded() async throws {
        let (issuer, cache, _) = try scene()
        let addresses = try (0...IssuerKeyCache.capacity).map {
            try #require(IssuerAddress("https://i\($0).tokens.sts.global.api.aws"))
        }
        func ask(_ address: IssuerAddress) async throws -> Int {
            issuer.impersonate(address.text)
            _ = try await cache.keys(of: address, for: "k1")
            time.advance(by: .seconds(1))
            return issuer.asked.count
        }
        for address in addresses.dropLast() { _ = try await ask(address) }
        // The first that was fetched is not the one that was asked for the longest ago.
        let before = try await ask(addresses[0])
        let full = try await ask(addresses[addresses.count - 1])
        #expect(full == before + 2)
        let kept = try await ask(addresses[0])
        #expect(kept == full)
        let evicted = try await ask(addresses[1])
        #expect(evicted == full + 2)
    }

    @Test(
        "Who asks while they are fetched waits for that one fetch, and one that gives up takes nothing from the others")
    func shared() async throws {
        let gate = GatedIssuer(ScriptedIssuer(TokenMaker.issuer, keys: [old.jwk]))
        let (asked, asking) = AsyncStream.makeStream(of: Void.self)
        let time = time
        let cache = IssuerKeyCache(
            transport: gate,
            now: {
                asking.yield()
                return time.now
            })
        let address = try #require(IssuerAddress(TokenMaker.issuer))
        let first = Task { try await cache.keys(of: address, for: "k1").set.keyIDs }
        await gate.reached()
        let others = (0..<3).map { _ in Task { try await cache.keys(of: address, for: "k1").set.keyIDs } }
        // Each reads the clock as it enters; the cache serves nobody else before they wait.
        var entered = asked.makeAsyncIterator()
        for _ in 0..<4 { await entered.next() }
        _ = await cache.age(of: address)
        first.cancel()
        gate.open()
        for task in others {
            let keys = try await task.value
            #expect(keys == ["k1"])
        }
        #expect(gate.issuer.asked.count == 2)
    }
}
