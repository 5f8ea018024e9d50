/// What the callers' policies allow: everything but some audiences, and tags.
struct CallerPolicy: Sendable {
    /// Patterns in which `*` stands for any run of characters, as in a policy's `StringLike`.
    let deniedAudiences: [String]
    let allowsTags: Bool
    /// Whether the callers have `iam:GetOutboundWebIdentityFederationInfo`.
    var allowsFederationInfo = true

    /// - Throws: the service's `AccessDenied`, with the action that is missing.
    func check(_ request: TokenRequest, by principal: EmulatedPrincipal) throws(QueryError) {
        let denied = request.audiences.contains { audience in
            deniedAudiences.contains { Self.matches(audience[...], $0[...]) }
        }
        guard !denied else { throw .accessDenied(principal, action: "sts:GetWebIdentityToken") }
        guard allowsTags || request.tags.isEmpty else {
            throw .accessDenied(principal, action: "sts:TagGetWebIdentityToken")
        }
    }

    func checkFederationInfo(by principal: EmulatedPrincipal) throws(QueryError) {
        guard allowsFederationInfo else {
            throw .accessDenied(principal, action: "iam:GetOutboundWebIdentityFederationInfo", resource: "*")
        }
    }

    /// Each star takes as little as it can: with one kind of wildcard that never misses a match.
    private static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
        let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else { return text == pattern }
        guard text.hasPrefix(first) else { return false }
        var rest = text.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
