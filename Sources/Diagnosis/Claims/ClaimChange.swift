package import ProxyCore

/// What a difference between two tokens of the same audiences means.
package enum ClaimChange: String, Sendable, Hashable, CaseIterable {
    /// There is none.
    case same
    /// It differs in each token: `jti`, `iat`, `exp`, and the end of the session that asked.
    case expected
    /// It may differ, and upstreams seldom look at it: another key, another instance, another unit of the organisation.
    case note
    /// It says who the token is for, or who vouches for it: upstreams decide by it.
    case identity

    private static let expectedNames: Set<ClaimName> = [
        .claim("jti"), .claim("iat"), .claim("exp"), .aws("original_session_exp"),
    ]
    private static let identityNames: Set<ClaimName> = [
        .header("alg"), .claim("sub"), .claim("iss"), .aws("aws_account"), .aws("source_region"), .aws("org_id"),
        .aws("principal_id"), .aws("principal_tags"), .aws("request_tags"),
    ]

    /// A member that is absent and one that is an empty object, or empty array, say the same.
    package init(of name: ClaimName, from old: JSONValue?, to new: JSONValue?) {
        if Self.contents(of: old) == Self.contents(of: new) {
            self = .same
        } else if Self.expectedNames.contains(name) {
            self = .expected
        } else {
            self = Self.identityNames.contains(name) ? .identity : .note
        }
    }

    private static func contents(of value: JSONValue?) -> JSONValue? {
        switch value {
        case .object([:]), .array([]), .null, nil: nil
        default: value
        }
    }
}
