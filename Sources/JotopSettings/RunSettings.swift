package import ProxyCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The settings of `jotop run`, complete and within their bounds.
package struct RunSettings: Sendable {
    package var listen = ListenAddress(host: "127.0.0.1", port: 8080)
    /// What HTTPS is served with; nil for HTTP.
    package var certificate: CertificateFiles?
    package var upstream: UpstreamTarget?
    package var scheme = UpstreamTarget.Scheme.https
    package var hostHeader = "X-Upstream-Host"
    package var upstreamTimeout: Duration = .seconds(30)
    package var connectTimeout: Duration = .seconds(10)
    package var headTimeout: Duration = .seconds(30)
    package var idleTimeout: Duration = .seconds(120)
    /// Bytes.
    package var maximumHeadSize = 65_536
    /// Bytes; not above ``maximumHeadSize``.
    package var maximumURISize = 16_384
    /// Fields of a head, a request's or an answer's.
    package var maximumHeadFields = 1000
    /// Bytes; nil for as many as come.
    package var maximumBodySize: Int?
    /// Bytes of an answer's head, and of the interim ones before it.
    package var maximumResponseHeadSize = 131_072
    package var drainTimeout: Duration = .seconds(10)
    /// nil: as many as the file descriptors at hand allow.
    package var maximumConnections: Int?
    /// nil: derived from the upstream's host.
    package var audiences: AudienceSet?
    /// What differs for some hosts; the first that matches counts.
    package var hostRules: [HostRule] = []
    package var algorithm = SigningAlgorithm.rs256
    package var tokenDuration: Duration = .seconds(3600)
    package var refreshSkew: Duration = .seconds(300)
    /// How old a new token has to be before it is sent.
    package var settle: Duration = .zero
    /// Whether a token's life is cut to what the role session has left.
    package var capsToSession = true
    /// In the order given.
    package var tags: [TokenTag] = []
    package var allowedHosts: [HostPattern] = []
    /// Lower case.
    package var allowedOrigins: [String] = []
    package var acceptedHosts: [HostPattern] = []
    /// Issuers whose keys may be fetched besides AWS's, as their tokens spell them.
    package var issuers: [String] = []
    package var upstreamCA: [String] = []
    /// A PEM file in the place of the system's roots, as OpenSSL and Go have it: `SSL_CERT_FILE`. No setting of jotop's own.
    package var trustRoots: String?
    package var maximumAudiences = 1024
    /// How many requests the dashboard keeps.
    package var keptFlows = 5_000
    package var logLevel = LogLevel.info
    package var logFormat = LogFormat.json
    package var metricsEnabled = true
    package var metricsListen = ListenAddress(host: "127.0.0.1", port: 9090)
    package var metricsPath = "/metrics"
    package var isHeadless = false
    /// Whether the dashboard may change nothing.
    package var isReadOnly = false
    /// Whether tokens, STS and the cache's clock may be made to go wrong on purpose.
    package var allowsFaults = false
    /// What goes wrong from the beginning on; empty unless ``allowsFaults``.
    package var faults: [FaultLine] = []
    package var record: String?
    /// nil: a proxy runs.
    package var replay: ReplaySettings?
    /// Whether the proxy outlives its dashboard's terminal.
    package var keepsServing = false
    package var terminal = TerminalSettings()

    package init() {}
}

/// The names of the files that hold a certificate's chain and its key.
package struct CertificateFiles: Sendable, Hashable {
    package let chain: String
    package let key: String

    package init(chain: String, key: String) {
        self.chain = chain
        self.key = key
    }
}

package enum LogFormat: String, Sendable, CaseIterable {
    case json, text
}

/// `host:port`, `:port` for every interface, `[v6]:port`.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// Empty for every interface.
    package let host: String
    /// 0 for one that the system picks.
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// - Returns: nil if `text` is not of that form.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            (0...65535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]") else { return nil }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.contains(where: { $0.isWhitespace || "/@[]".contains($0) }) else { return nil }
        self.init(host: String(host), port: port)
    }

    /// Whether only this machine can reach it, in whatever form the address is written.
    package var isLoopback: Bool {
        let name = host.lowercased()
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        var (v4, v6) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, name, &v4) == 1 { return v4.s_addr.bigEndian >> 24 == 127 }
        guard inet_pton(AF_INET6, name, &v6) == 1 else { return false }
        let bytes = withUnsafeBytes(of: v6) { Array($0) }
        let isMapped = bytes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return isMapped ? bytes[12] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }

    /// Whether both cannot be listened on at once: one port, on addresses of which one covers the other.
    package func collides(with other: ListenAddress) -> Bool {
        guard port == other.port, port != 0 else { return false }
        if isEveryInterface || other.isEveryInterface { return true }
        let (one, two) = (host.lowercased(), other.host.lowercased())
        // `localhost` may be any of them.
        return one == two || (one == "localhost" && other.isLoopback) || (two == "localhost" && isLoopback)
    }

    private var isEveryInterface: Bool { ["", "0.0.0.0", "::"].contains(host) }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
