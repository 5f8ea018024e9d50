import ProxyCore

/// Where a member stands in a token: in its header, among its claims, or in AWS's object among them.
///
/// Ordered as people read a token: `alg kid typ`, `aud sub iss iat exp jti`, then everything else by name.
package struct ClaimName: Sendable, Hashable, Comparable {
    package enum Place: Int, Sendable, Hashable {
        case header, claims
        /// Within ``awsNamespace``.
        case aws
    }

    /// The claim that holds everything specific to AWS; the slash at the end belongs to it.
    package static let awsNamespace = "https://sts.amazonaws.com/"

    package let place: Place
    package let name: String

    package static func header(_ name: String) -> ClaimName { ClaimName(place: .header, name: name) }
    package static func claim(_ name: String) -> ClaimName { ClaimName(place: .claims, name: name) }
    package static func aws(_ name: String) -> ClaimName { ClaimName(place: .aws, name: name) }

    private static let order = ["alg", "kid", "typ", "aud", "sub", "iss", "iat", "nbf", "exp", "jti"]

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.key < rhs.key }

    private var key: (Int, Int, String) {
        (place.rawValue, Self.order.firstIndex(of: name) ?? Self.order.count, name)
    }
}

extension ClaimName {
    /// The members of a token by name. AWS's object is taken apart where it is one.
    static func members(header: JSONValue, claims: JSONValue) -> [ClaimName: JSONValue] {
        var members: [ClaimName: JSONValue] = [:]
        for (name, value) in header.members { members[.header(name)] = value }
        for (name, value) in claims.members where name != awsNamespace { members[.claim(name)] = value }
        switch claims[awsNamespace] {
        case .object(let own)?: for (name, value) in own { members[.aws(name)] = value }
        case let other?: members[.claim(awsNamespace)] = other
        case nil: break
        }
        return members
    }
}

extension JSONValue {
    /// The members of an object; none of anything else.
    fileprivate var members: [String: JSONValue] {
        guard case .object(let members) = self else { return [:] }
        return members
    }
}
