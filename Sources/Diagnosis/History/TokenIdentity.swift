package import ProxyCore

/// What of a token says whose it is, kept after the token itself is forgotten.
package struct TokenIdentity: Sendable, Hashable {
    package let token: TokenID
    package let subject: String?
    private let members: [ClaimName: JSONValue]

    package init(_ facts: TokenFacts) {
        token = facts.id
        subject = facts.subject
        members = ClaimName.members(header: facts.header, claims: facts.claims).filter { name, _ in
            ClaimChange(of: name, from: nil, to: .bool(true)) == .identity
        }
    }

    /// What a later token says differently of whose it is.
    package func changes(to other: TokenIdentity) -> [ClaimDiff.Entry] {
        ClaimDiff(from: members, to: other.members).identityChanges
    }
}
