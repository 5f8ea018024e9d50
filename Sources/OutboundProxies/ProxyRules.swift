/// Which proxy a request goes through, by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
///
/// Follows Go's `golang.org/x/net/http/httpproxy`, with two exceptions: a proxy that cannot be used is an error
/// instead of none, and international names in `NO_PROXY` are compared as they are written. A pure value; the
/// upper-case name of a variable wins over the lower-case one, and an empty one counts as unset.
package struct ProxyRules: Sendable, Equatable {
    private let byScheme: [String: ProxyServer]
    private let exceptions: ProxyExceptions

    /// Every request goes straight to its host.
    package static let none = ProxyRules(byScheme: [:], exceptions: ProxyExceptions(""))

    private init(byScheme: [String: ProxyServer], exceptions: ProxyExceptions) {
        self.byScheme = byScheme
        self.exceptions = exceptions
    }

    /// - Throws: for a proxy's address that cannot be read, or that this program cannot speak to.
    package init(environment: [String: String]) throws(ProxySettingError) {
        var byScheme: [String: ProxyServer] = [:]
        byScheme["https"] = try Self.server("HTTPS_PROXY", environment)
        // A web server hands the field `Proxy` of any request to a CGI program as HTTP_PROXY.
        if Self.value("REQUEST_METHOD", environment) == nil {
            byScheme["http"] = try Self.server("HTTP_PROXY", environment)
        }
        self.byScheme = byScheme
        exceptions = ProxyExceptions(Self.either("NO_PROXY", environment)?.value ?? "")
    }

    /// - Parameters:
    ///   - scheme: `https` or `http`, of the request.
    ///   - host: a name or an address; an IPv6 address with or without its brackets.
    ///   - port: nil for the scheme's own.
    /// - Returns: nil for a request that goes straight to its host: always so for `localhost` and loopback addresses.
    package func proxy(for scheme: String, host: String, port: Int? = nil) -> ProxyServer? {
        let scheme = scheme.lowercased()
        guard let server = byScheme[scheme] else { return nil }
        return exceptions.covers(host: host, port: port ?? (scheme == "http" ? 80 : 443)) ? nil : server
    }

    /// The proxies that a request may go through, each once.
    package var servers: [ProxyServer] {
        byScheme.sorted { $0.key < $1.key }.map(\.value).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private static func server(
        _ variable: String, _ environment: [String: String]
    ) throws(ProxySettingError) -> ProxyServer? {
        guard let (name, value) = either(variable, environment) else { return nil }
        return try ProxyServer(value, from: name)
    }

    private static func either(
        _ variable: String, _ environment: [String: String]
    ) -> (name: String, value: String)? {
        for name in [variable, variable.lowercased()] {
            if let value = value(name, environment) { return (name, value) }
        }
        return nil
    }

    private static func value(_ name: String, _ environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
