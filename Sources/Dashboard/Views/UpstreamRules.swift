import Canvas
import Diagnosis
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
        ].compactMap(\.self)
    }

    /// A request that can be sent at once.
    var curl: String? {
        guard let place = facts.listener, let upstream = facts.upstream else { return nil }
        let scheme = place.hasPrefix("https://") ? "https://" : "http://"
        let listener = place.trimmingPrefix("https://")
        // A wildcard address is no address to send to.
        let port = listener.split(separator: ":").last.map { String($0) } ?? ""
        let isWildcard = ["0.0.0.0:", "[::]:", "*:"].contains { listener.hasPrefix($0) }
        let url = "\(scheme)\(isWildcard ? "127.0.0.1:\(port)" : listener)/"
        return facts.isPinned ? "curl \(url)" : "curl -H '\(upstream): api.example.com' \(url)"
    }
}
