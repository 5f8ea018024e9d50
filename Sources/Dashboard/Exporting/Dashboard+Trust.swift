import IAMPolicies
import ProxyCore
import TrustConfiguration

/// What both sides have to be told so that a token is minted, and accepted: made of what this session saw.
extension Dashboard {
    /// Whether any token was wanted of which STS has said something.
    var hasObservedAudiences: Bool { !live.observed.allAudiences.isEmpty }

    /// Whether any token was minted that says whose it is.
    var hasObservedTokens: Bool { !live.observed.subjects.isEmpty }

    /// An IAM policy that allows the tokens that are meant here, and no other.
    var policyDraft: ExportItem.Draft? {
        let (audiences, all) = (policyAudiences, live.observed.allAudiences)
        let name = "HideLevel\(hideLevel)"
        guard let policy = live.observed.policy(for: audiences.values, named: name, veil.foreign) else { return nil }
        let isChanged = policy != live.observed.policy(for: audiences.values, named: name)
        let denied = audiences.values.filter(Set(live.observed.deniedAudiences).contains).count
        return ExportItem.Draft(
            name: "IAM policy for \(audiences.values.count.counted("audience"))\(audiences.origin)",
            fileExtension: "json", contents: policy.json + "\n",
            caveats: (isChanged ? [ExportItem.Draft.isChanged] : [])
                + (denied > 0 ? ["\(denied.grouped) denied until now"] : [])
                + (audiences.values.count < all.count ? ["e p in Tokens has all \(all.count.grouped)"] : []))
    }

    /// Those that a policy is to allow: of the marked rows or, where none is marked, of the flow in hand; in Tokens and Events, and
    /// where the flow has none, all that the session asked for.
    private var policyAudiences: (values: [String], origin: String) {
        let all = live.observed.allAudiences
        guard let (sets, origin) = setsInHand else { return (all, "") }
        let wanted = Set(sets.flatMap(\.values)).intersection(all).sorted()
        return wanted.isEmpty ? (all, "") : (wanted, " of \(origin)")
    }

    private var setsInHand: (sets: [AudienceSet], origin: String)? {
        switch view {
        case .flows where inspector == nil && !shown.flows.marks.isEmpty:
            (shown.flows.marks.compactMap { shown.flows[$0]?.start.audiences }, exportedRows)
        case .flows: flowInHand.flatMap { flow in flow.start.audiences.map { ([$0], "\(flow.id)") } }
        case .tokens where !markedTokens.isEmpty:
            (markedTokens.compactMap { shown.tokens[$0]?.audiences }, "the marked rows")
        case .tokens, .events: nil
        }
    }

    /// What the upstream of the selected flow or token has to trust; of everything seen, where none is selected.
    func trustDraft(_ format: TrustFormat) -> ExportItem.Draft? {
        guard let subject = trustSubject else { return nil }
        let shown = TrustSubject(
            issuer: veil.foreign(subject.issuer), subject: veil.foreign(subject.subject),
            audiences: subject.audiences.map(veil.foreign), algorithms: subject.algorithms)
        let hidden = shown == subject ? "" : ", which has shortened values that will not work: use :hide 0"
        let note =
            "jotop \(configuration.version), from tokens that nobody has verified here, hide level \(hideLevel)\(hidden)"
        let remarks = format.remarks(on: subject).count
        return ExportItem.Draft(
            name: "\(format.title) for \(subject.audiences.count.counted("audience"))",
            fileExtension: format.fileExtension, contents: format.text(for: shown, note: note) + "\n",
            caveats: (shown == subject ? [] : [ExportItem.Draft.isChanged])
                + (remarks > 0 ? ["read its \(remarks.counted("remark"))"] : []))
    }

    /// Whose tokens are meant. An upstream has to trust no more audiences than its own.
    var trustSubject: TrustSubject? {
        let subjects = live.observed.subjects
        let audiences = audiencesInHand
        let facts = tokenInHand?.facts
        let own = subjects.first { $0.issuer == facts?.issuer && $0.subject == facts?.subject }
        // The one that was minted for last, where a request got no token of its own.
        guard let subject = own ?? newestSubject(among: subjects) else { return nil }
        return TrustSubject(
            issuer: subject.issuer, subject: subject.subject, audiences: audiences?.values ?? subject.audiences,
            algorithms: facts?.algorithm.map { [$0] } ?? subject.algorithms)
    }

    private func newestSubject(among subjects: [TrustSubject]) -> TrustSubject? {
        let newest = live.tokens.rows.compactMap(\.newest).max { $0.mint.time < $1.mint.time }?.facts
        return subjects.first { $0.issuer == newest?.issuer && $0.subject == newest?.subject } ?? subjects.first
    }
}

extension TrustFormat {
    /// Its letter in the menu.
    var key: Character {
        switch self {
        case .apiGateway: "a"
        case .envoy: "e"
        case .azure: "z"
        case .gcp: "g"
        case .snowflake: "s"
        case .databricks: "d"
        case .kubernetes: "k"
        case .vault: "v"
        case .oidc: "o"
        }
    }
}
