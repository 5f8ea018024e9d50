import JotopTestSupport
import ProxyCore

/// A token with a made-up signature, as the engine holds it.
enum SampleToken {
    static let compact = FakeTokens.compact(audiences: ["https://api.example"])

    static func token(_ compact: String = compact) -> Token {
        let facts = TokenFacts(
            id: TokenID(handle: TokenHandle(index: 1), generation: 3), audiences: AudienceSet("https://api.example"),
            print: "9f86d0", length: compact.utf8.count, issuedAt: WallTime(seconds: 1_795_271_528),
            expiresAt: WallTime(seconds: 1_795_275_128), header: .object([:]), claims: .object([:]))
        let born = ContinuousClock.Instant.now
        return Token(
            facts: facts, authorization: Secret("Bearer \(compact)"), born: born,
            dies: born.advanced(by: .seconds(3600)))
    }
}
