package import ProxyCore

/// What a session's mints tell about the tokens it needs: the makings of a policy on the one side and of trust on the other.
///
/// A value of bounded size, fed with the event stream. Trust is made of what AWS granted; a policy also of what it refused, since
/// whoever exports one after a refusal wants that to end.
package struct ObservedTraffic: Sendable {
    private struct Principal: Sendable, Hashable {
        let issuer: String
        let subject: String
    }

    /// Audiences and principals beyond these are left out, and counted as ``omitted``.
    private static let limit = 1_000
    /// Sets of tags beyond these likewise: each has a statement of its own in a policy.
    private static let tagLimit = 20

    private var audiences: [Principal: Set<String>] = [:]
    /// Those that got no token at least once, whatever for.
    private var failed: Set<String> = []
    private var denied: Set<String> = []
    package private(set) var algorithms: Set<String> = []
    /// The longest life that was asked for, by the settings or by a host's own; nil where neither is known.
    private var askedLife: Duration?
    private var longestGranted: Duration?
    /// Tags that were asked for together, in the order of their first use.
    package private(set) var tagSets: [[String: String]] = []
    package private(set) var omitted = 0
    /// Tokens that were made wrong on purpose: nothing of theirs is in here.
    package private(set) var faulted = 0

    /// - Parameter configuredLife: what is asked of every token for which nothing else is; nil where that is not known.
    package init(configuredLife: Duration? = nil) { askedLife = configuredLife }

    /// The longest life that was asked for: STS compares that, though it may grant less. Where nobody knows, the longest granted.
    package var longestLife: Duration? { askedLife ?? longestGranted }

    package mutating func absorb(_ event: ProxyEvent) {
        switch event {
        case .tokenMinted(let mint), .tokenRefreshed(let mint): minted(mint)
        case .tokenFailed(let failure): refused(failure)
        default: break
        }
    }

    /// Every audience that a token was wanted for, by name: those granted, and those that none came for.
    package var allAudiences: [String] { granted.union(failed).sorted() }

    /// Those that were denied, and never granted.
    package var deniedAudiences: [String] { denied.subtracting(granted).sorted() }

    private var granted: Set<String> { audiences.values.reduce(into: Set()) { $0.formUnion($1) } }

    /// Who the tokens were for: one for each issuer and subject, by name.
    package var subjects: [TrustSubject] {
        audiences.map { principal, audiences in
            TrustSubject(
                issuer: principal.issuer, subject: principal.subject, audiences: audiences.sorted(),
                algorithms: algorithms.sorted())
        }.sorted { ($0.issuer, $0.subject) < ($1.issuer, $1.subject) }
    }

    private mutating func refused(_ failure: TokenFailed) {
        guard failure.audiences.traits?.fault == nil else { return faulted += 1 }
        asked(failure.audiences)
        let isDenied = failure.failure.kind == .denied && failure.failure.fault == nil
        for audience in failure.audiences.values {
            guard failed.contains(audience) || failed.count < Self.limit else { return omitted += 1 }
            failed.insert(audience)
            if isDenied { denied.insert(audience) }
        }
    }

    private mutating func asked(_ audiences: AudienceSet) {
        guard let life = audiences.traits?.duration else { return }
        askedLife = max(askedLife ?? .zero, life)
    }

    private mutating func tagged(_ claim: JSONValue?) {
        guard case .object(let members)? = claim, !members.isEmpty else { return }
        var tags: [String: String] = [:]
        for (key, value) in members { if case .string(let text) = value { tags[key] = text } }
        guard !tagSets.contains(tags) else { return }
        guard tagSets.count < Self.tagLimit else { return omitted += 1 }
        tagSets.append(tags)
    }

    private mutating func minted(_ mint: TokenMinted) {
        guard mint.fault == nil else { return faulted += 1 }
        let facts = mint.facts
        if let algorithm = facts.algorithm, algorithms.count < 8 { algorithms.insert(algorithm) }
        asked(facts.audiences)
        longestGranted = max(longestGranted ?? .zero, facts.issuedAt.duration(to: facts.expiresAt))
        tagged(facts.claims["https://sts.amazonaws.com/"]?["request_tags"])
        guard let issuer = facts.issuer, let subject = facts.subject else { return }
        let principal = Principal(issuer: issuer, subject: subject)
        for audience in facts.audiences.values where audiences[principal]?.contains(audience) != true {
            guard audiences.values.reduce(0, { $0 + $1.count }) < Self.limit else { return omitted += 1 }
            audiences[principal, default: []].insert(audience)
        }
    }
}
