import OutboundProxies
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

    /// - Parameters:
    ///   - host: the value of the one field; nil where there is none.
    ///   - origins: the values of all fields of that name, as `fetchSites` are: no browser sends several.
    /// - Throws: `malformedRequest`, `hostNotAccepted` or `crossSite`.
    func check(host: String?, origins: [String] = [], fetchSites: [String] = []) throws(ProxyError) {
        try checkHost(host)
        let isAllowed = !origins.isEmpty && origins.allSatisfy { allowedOrigins.contains($0.lowercased()) }
        guard !isAllowed else { return }
        for site in fetchSites where !["same-origin", "none"].contains(site.lowercased()) {
            throw ProxyError(.crossSite, "Sec-Fetch-Site: \(site)")
        }
        // Browsers without fetch metadata, or with none for a listener that is not loopback and not https, still send an origin
        // with what is not a plain GET. A GET without either cannot be told from any program's.
        for origin in origins where (fetchSites.isEmpty || origins.count > 1) && !isOwn(origin, host) {
            throw ProxyError(.crossSite, "Origin: \(Redaction.path(origin))")
        }
    }

    /// Whatever names are answered to, `Host` has to be one (RFC 9110, section 7.2), or empty.
    private func checkHost(_ host: String?) throws(ProxyError) {
        guard let host else { return }
        guard let target = UpstreamTarget(scheme: .http, authority: host) else {
            if host.isEmpty, acceptedHosts == nil { return }
            throw ProxyError(.malformedRequest, "the Host field is no host or host:port")
        }
        guard let acceptedHosts else { return }
        let name = target.host.hasSuffix(".") ? String(target.host.dropLast()) : target.host
        // No name server can make an address point elsewhere.
        guard acceptedHosts.contains(where: { $0.matches(name) }) || IPAddress(name)?.isLoopback == true else {
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
    /// The names by which a loopback listener may be called besides loopback addresses: `localhost`, and those given.
    package static func loopbackNames(and others: [String]) -> [HostPattern] {
        (["localhost", "*.localhost"] + others).compactMap { HostPattern($0) }
    }
}
