import Crypto
package import ProxyCore
import TokenDecoding

extension Token {
    /// The token made of what the issuer handed over.
    ///
    /// - Parameter born: when it was asked for: its life is counted from there.
    /// - Throws: a failure that says what is wrong with it, never what was in it.
    package init(
        _ minted: MintedToken, id: TokenID, audiences: AudienceSet, born: ContinuousClock.Instant
    ) throws(MintFailure) {
        let compact = minted.compact.exposed
        let decoded: DecodedToken
        do { decoded = try TokenDecoder.decode(compact) } catch {
            throw MintFailure.unusable("the token cannot be read: \(error)", minted.requestID)
        }
        guard let issued = decoded.claims["iat"]?.integer, let expires = decoded.claims["exp"]?.integer else {
            throw MintFailure.unusable("the token has no iat or no exp claim", minted.requestID)
        }
        let (issuedAt, expiresAt) = (WallTime(seconds: issued), WallTime(seconds: expires))
        guard issuedAt < expiresAt else {
            throw MintFailure.unusable("the token's exp is not after its iat", minted.requestID)
        }
        let digest = Self.digest(of: compact)
        let facts = TokenFacts(
            id: id, audiences: audiences, print: String(digest.prefix(6)), digest: digest, length: compact.utf8.count,
            issuedAt: issuedAt, expiresAt: expiresAt, header: decoded.header, claims: decoded.claims)
        let life = min(issuedAt.duration(to: expiresAt), Self.longestLife)
        self.init(
            facts: facts, authorization: Secret("Bearer " + compact), born: born,
            dies: born.advanced(by: life), fault: minted.fault)
    }

    /// STS grants an hour at most; what claims to live longer is asked for again all the same.
    private static let longestLife = Duration.seconds(3600)

    /// The SHA-256 of the compact token, in hex.
    private static func digest(of compact: String) -> String {
        SHA256.hash(data: Array(compact.utf8))
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension MintFailure {
    fileprivate static func unusable(_ message: String, _ requestID: String?) -> MintFailure {
        MintFailure(kind: .unavailable, code: "UnusableToken", message: message, requestID: requestID)
    }
}
