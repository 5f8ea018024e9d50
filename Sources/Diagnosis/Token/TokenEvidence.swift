package import ProxyCore

/// All that is known of a token by itself: somebody holds it and asks about it, and no request is known that carried it.
package struct TokenEvidence: Sendable {
    /// The JOSE header (RFC 7515, section 4).
    package let header: JSONValue
    package let claims: JSONValue
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
        self.length = length
        self.now = now
    }
}

extension TokenEvidence {
    /// A string, or an array of strings (RFC 7519, section 4.1.3); nil for anything else.
    var audiences: [String]? {
        switch claims["aud"] {
        case .string(let audience): return [audience]
        case .array(let values):
            let audiences = values.compactMap(\.string)
            return audiences.count == values.count && !audiences.isEmpty ? audiences : nil
        default: return nil
        }
    }

    /// A `NumericDate` among the claims; nil where it is missing, or is none.
    func time(_ claim: String) -> WallTime? { claims[claim]?.integer.map { WallTime(seconds: $0) } }

    /// How long it is good yet; negative once it is over.
    var lifeLeft: Duration? { time("exp").map { now.duration(to: $0) } }
}
