import OutboundProxies

/// Credentials in URIs.
extension Redaction {
    /// A request target without the credentials in its parameters, its query and its authority. What goes upstream is not touched.
    static func path(_ path: String) -> String {
        let clean = withoutUserInformation(Redaction(sent: nil).text(path))
        guard clean.utf8.contains(where: { "?#;".utf8.contains($0) }) else { return clean }
        return parts(of: clean).reduce(into: "") { result, part in
            if let delimiter = part.delimiter { result.unicodeScalars.append(delimiter) }
            let shown = secret(in: part).map { part.text[..<$0.startIndex] + "<redacted>" }
            result.unicodeScalars.append(contentsOf: (shown ?? part.text).unicodeScalars)
        }
    }

    /// The credentials in a URI, to be looked for where they may be echoed.
    static func secrets(in uri: String) -> [String] {
        let user = userInformation(of: uri).map { uri[$0] }
        let password = user?.split(separator: ":", maxSplits: 1).last
        return (parts(of: uri).compactMap { secret(in: $0) } + [password].compactMap { $0 }).map(String.init)
    }

    private typealias Part = (delimiter: Unicode.Scalar?, text: Substring)

    /// What stands between delimiters: those of a path and its parameters (RFC 3986, section 3.3), then those of a query. By
    /// scalars: a combining mark makes one character of itself and the delimiter before it.
    private static func parts(of uri: String) -> [Part] {
        var rest = uri.unicodeScalars[...]
        var delimiters = "/;?#".unicodeScalars
        var delimiter: Unicode.Scalar?
        var result: [Part] = []
        while true {
            let text = rest.prefix { !delimiters.contains($0) }
            result.append((delimiter, Substring(text)))
            rest = rest[text.endIndex...]
            guard let next = rest.popFirst() else { return result }
            delimiter = next
            if next == "?" || next == "#" { delimiters = "?#&;".unicodeScalars }
        }
    }

    /// The value of a parameter that carries a credential by its name. A segment of a path is none.
    private static func secret(in part: Part) -> Substring? {
        let scalars = part.text.unicodeScalars
        guard let delimiter = part.delimiter, delimiter != "/", let equals = scalars.firstIndex(of: "=") else {
            return nil
        }
        guard isCredential(Substring(scalars[..<equals])) else { return nil }
        return Substring(scalars[scalars.index(after: equals)...])
    }

    /// Whether a parameter carries a credential, by its name as it is meant: servers decode it, some of them twice.
    private static func isCredential(_ name: Substring) -> Bool {
        let meant = (0..<2).reduce(String(name)) { name, _ in PercentDecoding.text(name) }
        let plain = OrdinaryWord.removed(from: String(String.UnicodeScalarView(meant.unicodeScalars.filter(\.isASCII))))
        return SecretMarks.wholeParameters.contains(plain)
            || SecretMarks.inParameters.contains { plain.contains($0) }
            || plain.split { !$0.isLetter }.contains { word in
                SecretMarks.endsInParameters.contains { word.hasSuffix($0) }
            }
    }

    /// An absolute URI may carry a password before its host (RFC 3986, section 3.2.1); so may the authority of `CONNECT`.
    private static func withoutUserInformation(_ uri: String) -> String {
        guard let range = userInformation(of: uri) else { return uri }
        return uri[..<range.lowerBound] + "<redacted>" + uri[range.upperBound...]
    }

    private static func userInformation(of uri: String) -> Range<String.Index>? {
        guard !uri.hasPrefix("/") else { return nil }
        let start = uri.firstRange(of: "://")?.upperBound ?? uri.startIndex
        let authority = uri[start...].prefix { $0 != "/" && $0 != "?" }
        return authority.lastIndex(of: "@").map { start..<$0 }
    }
}
