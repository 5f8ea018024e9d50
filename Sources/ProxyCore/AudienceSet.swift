/// The audiences that one token is for: sorted, without duplicates, never empty.
///
/// Two requests that name the same audiences in another order share a token, so this is the cache's key.
/// STS copies duplicates into the `aud` claim as they come, hence the normalisation before it is asked.
package struct AudienceSet: Hashable, Sendable, CustomStringConvertible {
    /// The audiences in order of their Unicode scalars.
    package let values: [String]
    /// What else is asked of the token; nil where it is like all others.
    package private(set) var traits: TokenTraits?

    /// - Returns: nil if `audiences` holds no non-empty string.
    package init?(_ audiences: some Sequence<String>) {
        let unique = Set(audiences.lazy.filter { !$0.isEmpty })
        guard !unique.isEmpty else { return nil }
        values = unique.sorted()
    }

    /// The set of one audience.
    package init(_ audience: String) { values = [audience] }

    /// The same audiences, with a token of that kind.
    package func asking(_ traits: TokenTraits) -> AudienceSet {
        var set = self
        set.traits = traits.isEmpty ? nil : traits
        return set
    }

    package var description: String { values.joined(separator: ",") }
}
