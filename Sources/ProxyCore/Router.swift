/// Decides which upstream a request goes to, from the rule in force and the values of the host header.
package struct Router: Sendable {
    package enum Rule: Sendable, Equatable {
        /// Every request goes to one upstream; the host header is never read.
        case pinned(UpstreamTarget)
        /// The named field of the request says the upstream; it is not forwarded.
        case header(name: String, scheme: UpstreamTarget.Scheme)
    }

    package let rule: Rule
    /// Hosts that the header may name; empty for any.
    package let allowedHosts: [HostPattern]
    /// Which addresses those hosts may lead to: a link-local one has to be pinned or allowed by its own name.
    package let addresses: AddressRule

    package init(rule: Rule, allowedHosts: [HostPattern] = []) {
        self.rule = rule
        self.allowedHosts = allowedHosts
        var named = allowedHosts.compactMap(\.exactHost)
        if case .pinned(let target) = rule { named.append(target.host) }
        addresses = AddressRule(named: named)
    }

    /// The field that names the upstream, or nil if one is pinned.
    package var hostHeader: String? {
        guard case .header(let name, _) = rule else { return nil }
        return name
    }

    /// What is spoken to upstreams.
    package var scheme: UpstreamTarget.Scheme {
        switch rule {
        case .pinned(let target): target.scheme
        case .header(_, let scheme): scheme
        }
    }

    /// - Parameter values: every value of the host header in the request, in order; ignored where an upstream is pinned.
    /// - Throws: `missingUpstream`, `invalidUpstream` (also for several values: guessing which one is meant would be
    ///   an invitation to smuggle) or `upstreamNotAllowed`.
    package func resolve(_ values: some Collection<String>) throws(ProxyError) -> UpstreamTarget {
        switch rule {
        case .pinned(let target): return target
        case .header(let name, let scheme):
            guard let value = values.first else { throw ProxyError(.missingUpstream, "no \(name) field") }
            guard !value.isEmpty else { throw ProxyError(.missingUpstream, "the \(name) field is empty") }
            guard values.count == 1 else { throw ProxyError(.invalidUpstream, "several \(name) fields") }
            guard let target = UpstreamTarget(scheme: scheme, authority: value) else {
                let isASCII = value.utf8.allSatisfy { $0 < 0x80 }
                throw ProxyError(
                    .invalidUpstream,
                    "\(name) must be host or host:port\(isASCII ? "" : ", an international name in its xn-- form")")
            }
            guard allowedHosts.isEmpty || allowedHosts.contains(where: { $0.matches(target.host) }) else {
                throw ProxyError(.upstreamNotAllowed, "\(target.host) matches no --allow-host")
            }
            try addresses.check(host: target.host)
            return target
        }
    }
}
