/// The hosts that no proxy serves: the list of `NO_PROXY`.
///
/// Separated by commas: an address, a range such as `10.0.0.0/8`, a name that stands for itself and all below it, a name
/// with a leading dot or `*.` that stands for those below it alone, `*` for all hosts; an address or a name may end in
/// a port. An entry that is none of these is passed over.
struct ProxyExceptions: Sendable, Equatable {
    private enum Entry: Sendable, Equatable {
        case everything
        case network(IPAddress, prefix: Int)
        case address(IPAddress, port: Int?)
        /// The name begins with a dot.
        case below(String, andItself: Bool, port: Int?)
    }

    private let entries: [Entry]

    init(_ list: String) {
        entries = list.split(separator: ",").compactMap { Self.entry(String($0.trimmingSpaces()).lowercased()) }
    }

    /// - Parameter host: with or without the brackets of an IPv6 address.
    func covers(host: String, port: Int) -> Bool {
        let name = host.withoutBrackets().lowercased()
        let address = IPAddress(name)
        guard name != "localhost", address?.isLoopback != true else { return true }
        return entries.contains { entry in
            switch entry {
            case .everything: true
            case .network(let network, let prefix): address?.isWithin(network, prefix: prefix) == true
            case .address(let own, let only): own == address && only.map { $0 == port } != false
            case .below(let suffix, let andItself, let only):
                (name.hasSuffix(suffix) || (andItself && name == suffix.dropFirst()))
                    && only.map { $0 == port } != false
            }
        }
    }

    private static func entry(_ text: String) -> Entry? {
        if text == "*" { return .everything }
        if let slash = text.firstIndex(of: "/"), let network = IPAddress(String(text[..<slash])),
            let prefix = Int(text[text.index(after: slash)...]), (0...network.width).contains(prefix)
        {
            return .network(network, prefix: prefix)
        }
        guard let (host, port) = hostAndPort(text), !host.isEmpty else { return nil }
        if let address = IPAddress(host.withoutBrackets()) { return .address(address, port: port) }
        let suffix = host.hasPrefix("*.") ? String(host.dropFirst()) : host
        let isBelowAlone = suffix.hasPrefix(".")
        return .below(isBelowAlone ? suffix : "." + suffix, andItself: !isBelowAlone, port: port)
    }

    /// Nil for a port that is no number: such an entry matches nothing.
    private static func hostAndPort(_ text: String) -> (host: String, port: Int?)? {
        let colons = text.count { $0 == ":" }
        guard let last = text.lastIndex(of: ":"), text.hasPrefix("[") ? !text.hasSuffix("]") : colons == 1 else {
            return (text, nil)
        }
        guard let port = Int(text[text.index(after: last)...]) else { return nil }
        return (String(text[..<last]), port)
    }
}

extension StringProtocol {
    fileprivate func withoutBrackets() -> String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : String(self)
    }

    fileprivate func trimmingSpaces() -> String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
