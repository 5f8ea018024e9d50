import Canvas
import Diagnosis
import Exports
import ProxyCore

/// Where requests go and which audiences their tokens are for: the rules in force, which need no looking at.
struct UpstreamRules {
    private let facts: ProcessFacts
    private let scheme: UpstreamTarget.Scheme?
    private let rule: AudienceRule?
    private let veil: Veil

    init(_ dashboard: Dashboard) {
        facts = dashboard.live.facts
        scheme = dashboard.configuration.upstreamScheme
        rule = dashboard.configuration.audienceRule
        veil = dashboard.veil
    }

    var upstream: String? {
        facts.upstream.map { name in
            guard !facts.isPinned else { return veil.foreign(name) }
            return "from each request's \(name) field" + (scheme.map { ", \($0.rawValue)" } ?? "")
        }
    }

    /// The audiences that were set by hand, if there are any.
    var overrides: String? {
        let hosts = facts.overrides.keys.sorted()
        guard !hosts.isEmpty else { return nil }
        return hosts.map { host in
            "\(veil.host(host)): \(veil.foreign(facts.overrides[host]?.description ?? ""))"
        }.joined(separator: "; ")
    }

    var audience: String? {
        rule.map { words($0) }
    }

    private func words(_ rule: AudienceRule) -> String {
        switch rule {
        case .configured(let set): "\(veil.foreign(set.description)) for every upstream"
        case .derivedFromHost: "derived from the host (--token-audience not set)"
        case .perHost(let rules, let otherwise):
            "by \(rules.count) \(rules.count == 1 ? "rule" : "rules") (--host-rule), else \(words(otherwise))"
        }
    }

    var entries: [PreflightEntry] {
        let isDerived = rule == .derivedFromHost
        return [
            upstream.map { PreflightEntry(.fine, "upstreams", $0) },
            audience.map { PreflightEntry(isDerived ? .none : .fine, "audience", $0) },
            overrides.map { PreflightEntry(.none, "set by you", $0) },
        ].compactMap(\.self)
    }

    /// A request that can be sent at once.
    var curl: String? {
        guard let place = facts.listener, let upstream = facts.upstream else { return nil }
        let url = ProxyAddress(listener: place, upstream: upstream).origin + "/"
        return facts.isPinned ? "curl \(url)" : "curl -H '\(upstream): api.example.com' \(url)"
    }
}
