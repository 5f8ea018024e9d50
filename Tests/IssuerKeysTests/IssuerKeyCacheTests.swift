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
        for address in addresses {
            issuer.impersonate(address.text)
            _ = try await cache.keys(of: address, for: "k1")
            time.advance(by: .seconds(1))
        }
        let before = issuer.asked.count
        _ = try await cache.keys(of: addresses[1], for: "k1")
        #expect(issuer.asked.count == before)
        issuer.impersonate(addresses[0].text)
        _ = try await cache.keys(of: addresses[0], for: "k1")
        #expect(issuer.asked.count == before + 2)
    }
}
