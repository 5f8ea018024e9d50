package import ProxyCore

/// All that is known of a token by itself: somebody holds it and asks about it, and no request is known that carried it.
package struct TokenEvidence: Sendable {
    /// The JOSE header (RFC 7515, section 4).
    package let header: JSONValue
    package let claims: JSONValue
    /// Those of ``claims`` that a verifier goes by.
    let registered: RegisteredClaims
    /// Names that stand in its header or its claims more than once; untrusted.
    package var repeatedNames: [String] = []
    /// The compact token's, in bytes.
    package let length: Int
    /// By this machine's clock.
    package let now: WallTime
    /// Audiences of which it has to name one; empty where nobody said.
    package var expectedAudiences: [String] = []
    /// What came of checking its signature; nil where nobody did.
    package var verification: SignatureCheck?

    package init(header: JSONValue, claims: JSONValue, length: Int, now: WallTime) {
        self.header = header
        self.claims = claims
        registered = RegisteredClaims(claims)
        self.length = length
        self.now = now
    }
}

extension TokenEvidence {
    /// How long it is good yet; negative once it is over.
    var lifeLeft: Duration? { registered.expiry.map { now.duration(to: $0) } }
}
