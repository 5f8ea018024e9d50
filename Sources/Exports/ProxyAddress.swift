package import ProxyCore

/// How requests get to the proxy, and on to an upstream.
package struct ProxyAddress: Sendable, Equatable {
    /// `http://127.0.0.1:8080`
    package let origin: String
    /// The field that names the upstream; nil where one is pinned.
    package let hostHeader: String?
    /// How upstreams are spoken to.
    package let scheme: UpstreamTarget.Scheme

    /// - Parameters:
    ///   - listener: as ``Listening/place`` has it. A wildcard is no address to send to: loopback takes its place.
    ///   - upstream: as ``Listening/upstream`` has it: a field's name, or the pinned upstream's URL.
    ///   - scheme: for upstreams that a field names.
    package init(listener: String, upstream: String, scheme: UpstreamTarget.Scheme = .https) {
        let address = listener.trimmingPrefix("https://")
        let port = address.split(separator: ":").last.map(String.init) ?? ""
        let isWildcard = ["0.0.0.0:", "[::]:", "*:", ":"].contains { address.hasPrefix($0) }
        origin =
            (listener.hasPrefix("https://") ? "https://" : "http://")
            + (isWildcard ? "127.0.0.1:\(port)" : String(address))
        let isPinned = upstream.contains("://")
        hostHeader = isPinned ? nil : upstream
        self.scheme = isPinned ? (upstream.hasPrefix("http://") ? .http : .https) : scheme
    }

    /// The URL that a request reached its upstream under; without an upstream, the one at the proxy.
    package func url(of start: FlowStart, _ veil: some Concealment) -> String {
        let path = start.path.hasPrefix("/") ? veil.path(start.path) : "/"
        return start.host.map { "\(scheme.rawValue)://\(veil.host($0))\(path)" } ?? origin + path
    }
}
