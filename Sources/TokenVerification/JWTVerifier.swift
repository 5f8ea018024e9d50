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
    package func checkClaims(_ claims: JSONValue, at now: WallTime) throws(VerificationFailure) {
        try checkParties(claims)
        try checkTimes(claims, at: now)
    }

    private func checkParties(_ claims: JSONValue) throws(VerificationFailure) {
        guard let found = claims["iss"]?.string else { throw .invalidClaim("iss") }
        guard found == issuer else { throw .wrongIssuer }
        guard let named = Self.audiences(claims["aud"]) else { throw .invalidClaim("aud") }
        guard !audiences.isDisjoint(with: named) else { throw .wrongAudience }
    }

    private func checkTimes(_ claims: JSONValue, at now: WallTime) throws(VerificationFailure) {
        guard let expiry = try Self.date("exp", in: claims) else { throw .invalidClaim("exp") }
        guard now < expiry.advanced(by: leeway) else { throw .expired }
        let latest = now.advanced(by: leeway)
        if let start = try Self.date("nbf", in: claims), latest < start { throw .notYetValid }
        if let issued = try Self.date("iat", in: claims), latest < issued { throw .issuedInFuture }
    }

    /// A string, or an array of strings (RFC 7519, section 4.1.3).
    private static func audiences(_ claim: JSONValue?) -> [String]? {
        switch claim {
        case .string(let audience): return [audience]
        case .array(let values):
            let audiences = values.compactMap(\.string)
            return audiences.count == values.count ? audiences : nil
        default: return nil
        }
    }

    private static func date(_ name: String, in claims: JSONValue) throws(VerificationFailure) -> WallTime? {
        guard let claim = claims[name] else { return nil }
        guard let seconds = claim.integer else { throw .invalidClaim(name) }
        return WallTime(seconds: seconds)
    }
}
