/// Which audiences the token for a target is asked for.
package indirect enum AudienceRule: Sendable, Equatable {
    /// The same set for every upstream (`--token-audience`).
    case configured(AudienceSet)
    /// `scheme://host` of the upstream.
    case derivedFromHost
    /// What the first rule that matches the upstream's host says; where none does, or says nothing of it, the other.
    case perHost([HostRule], otherwise: AudienceRule)

    package func audiences(for target: UpstreamTarget) -> AudienceSet {
        switch self {
        case .configured(let set): return set
        case .derivedFromHost: return AudienceSet(target.derivedAudience)
        case .perHost(let rules, let otherwise):
            let usual = otherwise.audiences(for: target)
            guard let rule = rules.first(where: { $0.hosts.matches(target.host) }) else { return usual }
            return (rule.audiences ?? usual).asking(rule.traits)
        }
    }
}

extension AudienceRule {
    /// Every audience that it names, whatever the upstream.
    package var named: Set<String> {
        switch self {
        case .configured(let set): Set(set.values)
        case .derivedFromHost: []
        case .perHost(let rules, let otherwise):
            rules.reduce(into: otherwise.named) { $0.formUnion($1.audiences?.values ?? []) }
        }
    }
}

/// What holds for the tokens of some hosts alone.
package struct HostRule: Sendable, Hashable {
    package let hosts: HostPattern
    /// nil: as for all others.
    package var audiences: AudienceSet?
    package var traits: TokenTraits

    package init(hosts: HostPattern, audiences: AudienceSet? = nil, traits: TokenTraits = TokenTraits()) {
        self.hosts = hosts
        self.audiences = audiences
        self.traits = traits
    }
}
