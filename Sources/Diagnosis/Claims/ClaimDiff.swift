package import ProxyCore

/// How the header and claims of a token differ from those of the one before it, for the same audiences.
///
/// What a change means is judged by what AWS puts into its tokens (IAM User Guide, *Understanding token claims*). Nothing
/// here has been verified: both sides are what the tokens say of themselves.
package struct ClaimDiff: Sendable, Hashable {
    /// One member of the header or of the claims, in both tokens.
    package struct Entry: Sendable, Hashable {
        package let name: ClaimName
        /// nil where the older token does not have it.
        package let old: JSONValue?
        /// nil where the newer token does not have it.
        package let new: JSONValue?
        package let change: ClaimChange
    }

    /// Every member of either token: the header first, then the registered claims, then all others by name.
    package let entries: [Entry]

    /// - Parameters:
    ///   - old: the token before.
    ///   - new: the token that took its place.
    package init(from old: TokenFacts, to new: TokenFacts) {
        self.init(header: (old.header, new.header), claims: (old.claims, new.claims))
    }

    package init(header: (old: JSONValue, new: JSONValue), claims: (old: JSONValue, new: JSONValue)) {
        let old = ClaimName.members(header: header.old, claims: claims.old)
        let new = ClaimName.members(header: header.new, claims: claims.new)
        entries = Set(old.keys).union(new.keys).sorted().map { name in
            Entry(
                name: name, old: old[name], new: new[name],
                change: ClaimChange(of: name, from: old[name], to: new[name]))
        }
    }

    /// What differs, in the order of ``entries``.
    package var changes: [Entry] { entries.filter { $0.change != .same } }

    /// What differs and says that the token is somebody else's, or somebody else signs it.
    package var identityChanges: [Entry] { entries.filter { $0.change == .identity } }

    /// Whether an upstream that accepted the older token may refuse the newer one for what it says.
    package var isIdentityChanged: Bool { entries.contains { $0.change == .identity } }
}
