package import ProxyCore
package import TokenDecoding

/// A token that was accepted.
package struct VerifiedToken: Sendable, Equatable {
    package let header: JSONValue
    package let claims: JSONValue
}

/// Decides whether a token is good here and now, as an API gateway's JWT authorizer does (RFC 7519, section 7.2).
package struct JWTVerifier: Sendable {
    /// The value that `iss` must have, exactly.
    package var issuer: String
    /// The audiences that this side answers to; the token must name at least one of them.
    package var audiences: Set<String>
    /// How far the two clocks may differ.
    package var leeway: Duration

    package init(issuer: String, audiences: Set<String>, leeway: Duration = .zero) {
        self.issuer = issuer
        self.audiences = audiences
        self.leeway = leeway
    }

    /// Checks the signature first, so that no claim of a forged token is even looked at.
    package func verify(
        _ token: String, keys: JSONWebKeySet, at now: WallTime
    ) throws(VerificationFailure) -> VerifiedToken {
        let parts: CompactToken
        do { parts = try CompactToken(token) } catch { throw .malformed(error) }
        try Self.checkSignature(of: parts, keys: keys)
        try checkClaims(parts.claims, at: now)
        return VerifiedToken(header: parts.header, claims: parts.claims)
    }

    /// Checks the signature and nothing else: RS256 or ES384 by the key that the header names, whose own algorithm has to
    /// be the header's (RFC 8725, section 3.1).
    package static func checkSignature(of parts: CompactToken, keys: JSONWebKeySet) throws(VerificationFailure) {
        let algorithm = try algorithm(of: parts)
        guard parts.header["crit"] == nil else { throw .criticalHeader }
        guard let kid = parts.header["kid"]?.string else { throw .missingKeyID }
        guard let key = keys.key(kid) else { throw .unknownKeyID(kid) }
        guard key.algorithm == algorithm else { throw .keyMismatch }
        guard key.verifies(parts.signature, of: parts.signingInput) else { throw .badSignature }
    }

    /// The algorithm that the header names, if it is one that can be trusted: for any other, no keys need to be fetched.
    package static func checkAlgorithm(of parts: CompactToken) throws(VerificationFailure) {
        _ = try algorithm(of: parts)
    }

    private static func algorithm(of parts: CompactToken) throws(VerificationFailure) -> VerificationKey.Algorithm {
        guard let name = parts.header["alg"]?.string else { throw .missingAlgorithm }
        guard let algorithm = VerificationKey.Algorithm(rawValue: name) else {
            throw name.lowercased() == "none" ? .unsigned : .unsupportedAlgorithm
        }
        return algorithm
    }

    /// Checks everything but the signature; only the first thing that is wrong is told.
    package func checkClaims(_ json: JSONValue, at now: WallTime) throws(VerificationFailure) {
        let claims = RegisteredClaims(json)
        if let name = claims.unusable.first { throw .invalidClaim(name.rawValue) }
        guard claims.issuer == issuer else { throw .wrongIssuer }
        guard claims.names(oneOf: audiences) else { throw .wrongAudience }
        guard claims.life(at: now, leeway: leeway) != .bad else { throw .expired }
        // Of two, `nbf` is the one that forbids.
        guard let early = claims.beginnings(at: now).last(where: { $0.standing(leeway: leeway) == .bad }) else {
            return
        }
        throw early.name == .notBefore ? .notYetValid : .issuedInFuture
    }
}
