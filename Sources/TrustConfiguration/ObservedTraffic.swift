package import ProxyCore

/// What a session's mints tell about the tokens it needs: the makings of a policy on the one side and of trust on the other.
///
/// A value of bounded size, fed with the event stream. Trust is made of what AWS granted; a policy also of what it denied, since
/// whoever exports one after a denial wants that to end.
package struct ObservedTraffic: Sendable {
    private struct Principal: Sendable, Hashable {
        let issuer: String
        let subject: String
    }

    /// Audiences and principals beyond these are left out, and counted as ``omitted``.
    private static let limit = 1_000

    private var audiences: [Principal: Set<String>] = [:]
    private var denied: Set<String> = []
    package private(set) var algorithms: Set<String> = []
    /// The longest life that was asked for.
    package private(set) var longestLife: Duration?
    /// Whether any token had tags of its request.
    package private(set) var hasTags = false
    package private(set) var omitted = 0
    /// Tokens that were made wrong on purpose: nothing of theirs is in here.
    package private(set) var faulted = 0

    package init() {}

    package mutating func absorb(_ event: ProxyEvent) {
        switch event {
        case .tokenMinted(let mint), .tokenRefreshed(let mint): minted(mint)
        case .tokenFailed(let failure) where failure.failure.kind == .denied: refused(failure)
        default: break
        }
    }

    /// Every audience that a token was wanted for, by name: those granted, and those denied.
    package var allAudiences: [String] { granted.union(denied).sorted() }

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
        for audience in failure.audiences.values where !denied.contains(audience) {
            guard denied.count < Self.limit else { return omitted += 1 }
            denied.insert(audience)
        }
    }

    private mutating func minted(_ mint: TokenMinted) {
        guard mint.fault == nil else { return faulted += 1 }
        let facts = mint.facts
        if let algorithm = facts.algorithm, algorithms.count < 8 { algorithms.insert(algorithm) }
        longestLife = max(longestLife ?? .zero, facts.issuedAt.duration(to: facts.expiresAt))
        if case .object(let tags)? = facts.claims["https://sts.amazonaws.com/"]?["request_tags"], !tags.isEmpty {
            hasTags = true
        }
        guard let issuer = facts.issuer, let subject = facts.subject else { return }
        let principal = Principal(issuer: issuer, subject: subject)
        for audience in facts.audiences.values where audiences[principal]?.contains(audience) != true {
            guard audiences.values.reduce(0, { $0 + $1.count }) < Self.limit else { return omitted += 1 }
            audiences[principal, default: []].insert(audience)
        }
    }
}
