/// Where a request goes: a scheme, a validated host and a port.
package struct UpstreamTarget: Hashable, Sendable, CustomStringConvertible {
    package enum Scheme: String, Sendable, Hashable, CaseIterable {
        case http, https

        package var defaultPort: Int { self == .http ? 80 : 443 }
    }

    package let scheme: Scheme
    /// Lower case; an IPv6 address without its brackets.
    package let host: String
    /// 1–65535.
    package let port: Int

    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`.
    ///
    /// Refused, rather than repaired: user information, a path, white space, control and non-ASCII characters
    /// (an internationalised name has to come in its `xn--` form), port 0 and ports above 65535 (RFC 3986, section 3.2).
    ///
    /// - Returns: nil if `authority` is not of that form.
    package init?(scheme: Scheme, authority: String) {
        guard let (host, port) = Self.split(authority), !host.isEmpty, host.utf8.count <= 253 else { return nil }
        self.scheme = scheme
        self.host = host.lowercased()
        switch port {
        case nil: self.port = scheme.defaultPort
        case let digits?:
            guard !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(digits), (1...65535).contains(number)
            else { return nil }
            self.port = number
        }
    }

    package var isIPv6: Bool { host.utf8.contains(UInt8(ascii: ":")) }

    /// The host as it stands in a URL: an IPv6 address in brackets.
    package var urlHost: String { isIPv6 ? "[\(host)]" : host }

    /// The value of the `Host` field: the port is left out where it is the scheme's own (RFC 9110, section 7.2).
    package var authority: String { port == scheme.defaultPort ? urlHost : "\(urlHost):\(port)" }

    /// The audience of a target for which none is configured: `scheme://host`, without the port.
    package var derivedAudience: String { "\(scheme.rawValue)://\(urlHost)" }

    package var description: String { "\(scheme.rawValue)://\(authority)" }

    /// Splits an authority into host and port. The host's characters are checked here, the port's are not.
    private static func split(_ authority: String) -> (host: String, port: String?)? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard isIPv6Literal(host), rest.isEmpty || rest.hasPrefix(":") else { return nil }
            return (String(host), rest.isEmpty ? nil : String(rest.dropFirst()))
        }
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, isRegisteredName(host) else { return nil }
        return (String(host), parts.count == 2 ? String(parts[1]) : nil)
    }

    /// Letters, digits, `-`, `_` and single dots: what DNS names and IPv4 addresses are made of.
    private static func isRegisteredName(_ host: Substring) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let named = labels.last == "" && labels.count > 1 ? labels.dropLast() : labels[...]
        return named.allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
                    default: false
                    }
                }
        }
    }

    /// The shape of an IPv6 address (RFC 4291, section 2.2): enough to be sure that nothing else is in it; whether it
    /// is one, the resolver says. A zone identifier is refused.
    private static func isIPv6Literal(_ host: Substring) -> Bool {
        host.utf8.count >= 2 && host.utf8.count <= 45 && host.utf8.filter { $0 == UInt8(ascii: ":") }.count >= 2
            && host.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."): true
                case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
                default: false
                }
            }
    }
}
