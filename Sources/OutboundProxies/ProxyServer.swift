/// A proxy to send requests through.
package struct ProxyServer: Sendable, Equatable {
    /// Without brackets.
    package let host: String
    package let port: Int
    /// Whether the proxy itself is spoken to by TLS, as an address with `https://` asks for.
    package let usesTLS: Bool
    /// Percent-decoded; nil where the address names no user.
    package let credentials: ProxyCredentials?
    /// The variable that names it.
    package let origin: String

    /// - Parameters:
    ///   - text: a URL, or `host[:port]`, which means `http`. A path counts for nothing.
    ///   - variable: the setting's name, for the error text.
    package init(_ text: String, from variable: String) throws(ProxySettingError) {
        let (scheme, rest) = Self.scheme(of: text)
        usesTLS = scheme == "https"
        guard scheme == "http" || scheme == "https" else { throw Self.unsupported(scheme, variable) }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let at = authority.lastIndex(of: "@")
        guard let (host, port) = Self.hostAndPort(at.map { authority[authority.index(after: $0)...] } ?? authority)
        else {
            throw ProxySettingError(
                message: "\(variable) holds no address of a proxy",
                remedy: "set it to an address such as http://proxy.example:3128, or unset it")
        }
        self.host = host
        self.port = port ?? (usesTLS ? 443 : 80)
        credentials = at.map { Self.credentials(authority[..<$0]) }
        origin = variable
    }

    private static func scheme(of text: String) -> (String, Substring) {
        guard let end = text.firstRange(of: "://") else { return ("http", text[...]) }
        return (text[..<end.lowerBound].lowercased(), text[end.upperBound...])
    }

    private static func unsupported(_ scheme: String, _ variable: String) -> ProxySettingError {
        let kind = scheme.hasPrefix("socks") ? "a SOCKS proxy" : "neither an http nor an https proxy"
        return ProxySettingError(
            message: "\(variable) names \(kind), which this program cannot use",
            remedy: "set it to an HTTP proxy such as http://proxy.example:3128, or unset it")
    }

    /// - Returns: nil unless it is a name or an address, and a port from 1 to 65535 if any.
    private static func hostAndPort(_ text: Substring) -> (host: String, port: Int?)? {
        let isBracketed = text.first == "["
        guard let end = isBracketed ? text.firstIndex(of: "]") : text.firstIndex(of: ":") ?? text.endIndex else {
            return nil
        }
        let host = String(isBracketed ? text[..<end].dropFirst() : text[..<end])
        let rest = isBracketed ? text[end...].dropFirst() : text[end...]
        guard isBracketed ? IPAddress(host)?.isIPv4 == false : isName(host) else { return nil }
        guard !rest.isEmpty, rest != ":" else { return (host, nil) }
        guard rest.first == ":", rest.dropFirst().allSatisfy(\.isNumber), let port = Int(rest.dropFirst()),
            (1...65_535).contains(port)
        else { return nil }
        return (host, port)
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !#""%<>\^`{|}[]@:/"#.utf8.contains($0) }
    }

    private static func credentials(_ text: Substring) -> ProxyCredentials {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map(PercentDecoding.text)
        return ProxyCredentials("\(parts.first ?? ""):\(parts.count > 1 ? parts[1] : "")")
    }
}

extension ProxyServer: CustomStringConvertible, CustomReflectable {
    /// Scheme, host and port.
    package var description: String {
        "\(usesTLS ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
