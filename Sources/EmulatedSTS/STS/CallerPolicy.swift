/// What the callers' policies allow: everything but some audiences, and tags.
struct CallerPolicy: Sendable {
    /// Patterns in which `*` stands for any run of characters, as in a policy's `StringLike`.
    let deniedAudiences: [String]
    /// Patterns of audiences for which there are always too many calls.
    var throttledAudiences: [String] = []
    let allowsTags: Bool
    /// Whether the callers have `iam:GetOutboundWebIdentityFederationInfo`.
    var allowsFederationInfo = true

    /// - Throws: the service's `AccessDenied`, with the action that is missing; `Throttling`.
    func check(_ request: TokenRequest, by principal: EmulatedPrincipal) throws(QueryError) {
        guard !Self.any(of: request.audiences, matches: throttledAudiences) else { throw .throttling }
        guard !Self.any(of: request.audiences, matches: deniedAudiences) else {
            throw .accessDenied(principal, action: "sts:GetWebIdentityToken")
        }
        guard allowsTags || request.tags.isEmpty else {
            throw .accessDenied(principal, action: "sts:TagGetWebIdentityToken")
        }
    }

    func checkFederationInfo(by principal: EmulatedPrincipal) throws(QueryError) {
        guard allowsFederationInfo else {
            throw .accessDenied(principal, action: "iam:GetOutboundWebIdentityFederationInfo", resource: "*")
        }
    }

    private static func any(of audiences: [String], matches patterns: [String]) -> Bool {
        audiences.contains { audience in patterns.contains { matches(audience[...], $0[...]) } }
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
