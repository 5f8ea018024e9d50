package import IAMPolicies

extension ObservedTraffic {
    /// An IAM policy that allows what was asked for, and no more; nil where nothing was, since a policy without audiences would
    /// allow all.
    ///
    /// It belongs to the identity that asks: a role's trust policy plays no part.
    ///
    /// - Parameters:
    ///   - audiences: those that it allows; nil for all that were asked for.
    ///   - name: how the statements are called: letters and digits alone.
    ///   - shown: how an audience or a tag's value is written: as it is, or hidden.
    package func policy(
        for audiences: [String]? = nil, named name: String? = nil, _ shown: (String) -> String = { $0 }
    ) -> PolicyDocument? {
        let audiences = audiences?.sorted() ?? allAudiences
        guard !audiences.isEmpty else { return nil }
        let mint = PolicyStatement.mintingWebIdentity(
            for: audiences.map(shown), duration: longestLife, algorithms: algorithms.sorted())
        let tags = tagSets.map { tags in
            PolicyStatement.taggingWebIdentity(tags.sorted { $0.key < $1.key }.map { ($0.key, shown($0.value)) })
        }
        var statements = [mint] + tags
        // No two statements may have one name.
        for index in statements.indices { statements[index].sid = name.map { index == 0 ? $0 : "\($0)Tags\(index)" } }
        return PolicyDocument(statements)
    }
}
