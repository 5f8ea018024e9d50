package import OutboundProxies

/// An `http` or `https` address in its parts, read so strictly that nobody who reads it again sees another host.
///
/// The host is a name of letters, digits, dots, hyphens and underscores, or an address in its usual notation. Nothing is
/// decoded: what `%2F`, `%40` or `%00` would hide in a host is refused, and so is an IPv4 address in octal, which the
/// system's resolver reads as another one (RFC 3986, section 3.2.2).
package struct WebAddress: Sendable, Equatable {
    package enum Fault: Error, Sendable, Equatable {
        case notAnAddress, otherScheme, noHost, invalidHost, userInformation, invalidPort, fragment
    }

    /// `http` or `https`.
    package let scheme: String
    /// In lower case; without brackets.
    package let host: String
    /// Nil where the address names none.
    package let port: Int?
    /// Empty, or with a leading slash; as it is written.
    package let path: String
    /// What follows the question mark.
    package let query: String?

    package init(_ text: String) throws(Fault) {
        guard text.utf8.count <= 8_192, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let end = text.firstRange(of: "://")
        else { throw .notAnAddress }
        scheme = text[..<end.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .otherScheme }
        guard !text.contains("#") else { throw .fragment }
        let rest = text[end.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { throw .userInformation }
        (host, port) = try Self.hostAndPort(authority)
        let target = rest[authority.endIndex...]
        let path = target.prefix { $0 != "?" }
        self.path = String(path)
        query = path.endIndex == target.endIndex ? nil : String(target[path.endIndex...].dropFirst())
    }

    /// Host and, unless it is the scheme's own, port: what HTTP clients send as `Host`.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        guard let port, port != (scheme == "http" ? 80 : 443) else { return name }
        return "\(name):\(port)"
    }

    /// The path, at least a slash, and the query.
    package var target: String { (path.isEmpty ? "/" : path) + (query.map { "?\($0)" } ?? "") }

    /// The host as an address; nil for a name.
    package var address: IPAddress? { IPAddress(host) }

    /// Whether the host is this very machine: `localhost`, or a loopback address.
    package var isLoopback: Bool { host == "localhost" || address?.isLoopback == true }

    private static func hostAndPort(_ text: Substring) throws(Fault) -> (String, Int?) {
        guard !text.isEmpty else { throw .noHost }
        let isBracketed = text.first == "["
        guard let end = isBracketed ? text.firstIndex(of: "]") : text.firstIndex(of: ":") ?? text.endIndex else {
            throw .invalidHost
        }
        let host = (isBracketed ? text[..<end].dropFirst() : text[..<end]).lowercased()
        guard !host.isEmpty else { throw .noHost }
        guard isBracketed ? host.contains(":") && IPAddress(host) != nil : isName(host) else {
            throw .invalidHost
        }
        let rest = isBracketed ? text[end...].dropFirst() : text[end...]
        return (host, try port(rest))
    }

    /// - Parameter text: empty, or with its colon.
    private static func port(_ text: Substring) throws(Fault) -> Int? {
        guard !text.isEmpty else { return nil }
        let digits = text.dropFirst()
        guard text.first == ":", (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits), (1...65_535).contains(port)
        else { throw .invalidPort }
        return port
    }

    private static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 253, text.utf8.allSatisfy(isNameByte) else { return false }
        // A name whose last label is a number is none to a resolver, but an address in some notation.
        let labels = (text.hasSuffix(".") ? text.dropLast() : text[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, !labels.contains("") else { return false }
        let isNumber = last.utf8.first.map { (0x30...0x39).contains($0) } ?? true
        let isHexadecimal = last.hasPrefix("0x")
        guard isNumber, isHexadecimal || last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return true }
        return IPAddress(text)?.isIPv4 == true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension WebAddress.Fault: CustomStringConvertible {
    /// A predicate, to follow the name of what holds the address.
    package var description: String {
        switch self {
        case .notAnAddress: "is not a URL"
        case .otherScheme: "starts with neither http:// nor https://"
        case .noHost: "names no host"
        case .invalidHost: "names a host that is neither a plain name nor an address in its usual notation"
        case .userInformation: "contains a user name"
        case .invalidPort: "names a port outside 1 to 65535"
        case .fragment: "contains a fragment"
        }
    }
}
