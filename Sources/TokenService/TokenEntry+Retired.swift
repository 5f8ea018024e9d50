package import ProxyCore

/// Tokens that are out of use, kept for whoever wants to see what an upstream makes of one that has expired.
extension TokenEntry {
    mutating func retire(_ token: Token) {
        guard retiredLimit > 0 else { return }
        retired.removeAll { $0.facts.id == token.facts.id }
        retired.append(token)
        if retired.count > retiredLimit { retired.removeFirst() }
    }

    /// How long ago a token must have ended to count as expired: the issuer counts whole seconds.
    package static let expiryMargin = Duration.seconds(2)

    /// The newest token that nobody should accept any more.
    package func expiredToken(at now: Instant) -> Token? {
        retired.last { now >= $0.dies.advanced(by: Self.expiryMargin) }
    }

    /// When the first of the tokens that are known will have expired: one that serves still has to go out of use by then.
    package var nextExpiry: (token: TokenID, at: Instant)? {
        (retired + [held?.token].compactMap(\.self)).min { $0.dies < $1.dies }
            .map { ($0.facts.id, $0.dies.advanced(by: Self.expiryMargin)) }
    }
}
