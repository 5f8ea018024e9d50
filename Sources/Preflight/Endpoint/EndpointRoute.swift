package import AWSClient
package import OutboundProxies

/// Where an endpoint is, and by which way its traffic goes.
package struct EndpointRoute: Sendable, Equatable {
    /// `http` or `https`.
    package let scheme: String
    /// A name, or an address without brackets.
    package let host: String
    package let port: Int
    /// Host and, where it is not the scheme's default, port, as requests name it.
    package let authority: String
    /// The HTTP proxy in between; nil for none.
    package let proxy: ProxyServer?

    /// - Parameters:
    ///   - scheme: `http` or `https`.
    ///   - authority: `host`, `host:port` or `[v6]:port`.
    package init(scheme: String, authority: String, proxy: ProxyServer? = nil) {
        self.scheme = scheme
        self.authority = authority
        self.proxy = proxy
        let parts = Authority(authority)
        host = parts.host
        port = parts.port ?? (scheme == "http" ? 80 : 443)
    }

    /// The way to STS that the program's own calls take.
    package init(_ endpoint: STSEndpoint, proxies: ProxyRules? = nil) {
        let direct = EndpointRoute(scheme: endpoint.scheme, authority: endpoint.authority)
        self.init(
            scheme: endpoint.scheme, authority: endpoint.authority,
            proxy: proxies?.proxy(for: direct.scheme, host: direct.host, port: direct.port))
    }

    package var isEncrypted: Bool { scheme == "https" }

    /// Whether the endpoint is `localhost` or a loopback address.
    package var isOnThisMachine: Bool { host.lowercased() == "localhost" || IPAddress(host)?.isLoopback == true }

    /// What to be told where the session's and the minted tokens can be read on their way: plain http to another host.
    package var plaintextWarning: PreflightFailure? {
        guard !isEncrypted, !isOnThisMachine else { return nil }
        return PreflightFailure(
            "plain http to \(host): session tokens and minted tokens travel in clear text",
            remedy: "write https:// in the endpoint's address (AWS_ENDPOINT_URL_STS)")
    }

    /// The host that connections are made to.
    var nextHost: String { proxy?.host ?? host }
    var nextPort: Int { proxy?.port ?? port }

    /// Host and port, as `CONNECT` names them (RFC 9110, section 9.3.6).
    var tunnelTarget: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

extension ProxyServer {
    var place: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
