package import ProxyCore

/// Keeps web pages that a developer happens to open from using a proxy that mints tokens.
///
/// A page can send requests to a loopback port. What gives it away is what browsers add by themselves: `Origin`
/// (RFC 6454, section 7) and `Sec-Fetch-Site` (W3C Fetch Metadata). A name that was made to point at this machine (DNS
/// rebinding) makes the page same-origin, and then `Host` is what is wrong.
package struct BrowserGuard: Sendable {
    /// Origins whose pages may use the proxy, such as `http://localhost:3000`.
    package var allowedOrigins: Set<String>
    /// Values of `Host` that are answered to, without the port; nil for any.
    package var acceptedHosts: [HostPattern]?

    package init(allowedOrigins: Set<String> = [], acceptedHosts: [HostPattern]? = nil) {
        self.allowedOrigins = allowedOrigins
        self.acceptedHosts = acceptedHosts
    }

    /// - Throws: `crossSite` or `hostNotAccepted`.
    func check(
        host: String?, origin: String?, fetchSite: String?
    ) throws(ProxyError) {
        try checkHost(host)
        let isAllowed = origin.map { allowedOrigins.contains($0.lowercased()) } ?? false
        guard !isAllowed else { return }
        if let fetchSite, !["same-origin", "none"].contains(fetchSite.lowercased()) {
            throw ProxyError(.crossSite, "Sec-Fetch-Site: \(fetchSite)")
        }
        // Browsers without fetch metadata still send an origin with every request that could do harm.
        if let origin, fetchSite == nil, !isOwn(origin, host) {
            throw ProxyError(.crossSite, "Origin: \(Redaction.path(origin))")
        }
    }

    private func checkHost(_ host: String?) throws(ProxyError) {
        guard let acceptedHosts, let host else { return }
        guard let target = UpstreamTarget(scheme: .http, authority: host) else {
            throw ProxyError(.hostNotAccepted, "the Host field is no host or host:port")
        }
        let name = target.host.hasSuffix(".") ? String(target.host.dropLast()) : target.host
        guard acceptedHosts.contains(where: { $0.matches(name) }) else {
            throw ProxyError(.hostNotAccepted, "\(name) is not a name of this listener; see --accept-host")
        }
    }

    private func isOwn(_ origin: String, _ host: String?) -> Bool {
        guard let host else { return false }
        let name = host.lowercased()
        return ["http://\(name)", "https://\(name)"].contains(origin.lowercased())
    }
}

extension BrowserGuard {
    /// The names by which a loopback listener may be called: loopback addresses, `localhost`, and those given.
    package static func loopbackNames(and others: [String]) -> [HostPattern] {
        let fixed = ["localhost", "*.localhost", "127.0.0.1", "::1"]
        return (fixed + others).compactMap { HostPattern($0) }
    }
}
