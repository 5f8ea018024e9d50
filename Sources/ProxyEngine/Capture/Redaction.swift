import NIOCore
import ProxyCore

/// Takes secrets out of text by what they are, wherever they stand: upstreams echo tokens in error pages, and
/// applications put credentials into queries.
struct Redaction {
    /// What is looked for as it is, and what stands in its place.
    private let known: [(secret: [UInt8], name: String)]

    /// - Parameters:
    ///   - token: what was on the wire: its signature is taken out.
    ///   - secrets: what the application sent of its own; shorter ones than six bytes are left alone.
    init(sent token: Token?, secrets: [String] = []) {
        var known = secrets.filter { $0.utf8.count >= 6 }.map { (secret: Array($0.utf8), name: "<redacted>") }
        if let token {
            let compact = Array(token.authorization.exposed.utf8)
            if let dot = compact.lastIndex(of: Self.dot) {
                known.append((Array(compact[(dot + 1)...]), "<signature of \(token.facts.id)>"))
            }
        }
        // The longest first: a secret within another would leave the rest of it.
        self.known = known.sorted { $0.secret.count > $1.secret.count }
    }

    func text(_ text: String) -> String {
        guard text.utf8.count >= 6 else { return text }
        return String(decoding: bytes(Array(text.utf8)), as: UTF8.self)
    }

    /// Replaces what is known, and the third part of everything that looks like a compact JWT: two parts of Base64URL with a
    /// dot between them, the first of which begins as JSON objects do (`eyJ`).
    func bytes(_ bytes: [UInt8]) -> [UInt8] {
        Self.withoutSignatures(known.reduce(bytes) { Self.replacing($1.secret, by: $1.name, in: $0) })
    }

    private static func replacing(_ secret: [UInt8], by name: String, in bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= secret.count else { return bytes }
        var result: [UInt8] = []
        var rest = bytes[...]
        while let range = rest.firstRange(of: secret) {
            result += rest[..<range.lowerBound]
            result += name.utf8
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    private static func withoutSignatures(_ bytes: [UInt8]) -> [UInt8] {
        let opening = Array("eyJ".utf8)
        guard bytes.firstRange(of: opening) != nil else { return bytes }
        var result: [UInt8] = []
        var rest = bytes[...]
        while let start = rest.firstRange(of: opening)?.lowerBound {
            let header = rest[start...].prefix(while: isBase64URL)
            let payload = rest[header.endIndex...].dropFirst().prefix(while: isBase64URL)
            guard rest[header.endIndex...].first == dot, rest[payload.endIndex...].first == dot else {
                result += rest[..<header.endIndex]
                rest = rest[header.endIndex...]
                continue
            }
            let signature = lastParts(of: rest[payload.endIndex...].dropFirst())
            result += rest[...payload.endIndex]
            if !signature.isEmpty { result += "<signature>".utf8 }
            rest = rest[signature.endIndex...]
        }
        return result + rest
    }

    /// The third part, and any that follow: where something else stands before a token, the third is not its last.
    private static func lastParts(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = bytes.prefix(while: isBase64URL).endIndex
        while bytes[end...].first == dot, let next = bytes[end...].dropFirst().first, isBase64URL(next) {
            end = bytes[end...].dropFirst().prefix(while: isBase64URL).endIndex
        }
        return bytes[..<end]
    }

    private static let dot = UInt8(ascii: ".")

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="): true
        default: false
        }
    }
}

// MARK: - Queries

extension Redaction {
    /// A request target without the credentials in its query. What goes upstream is not touched.
    static func path(_ path: String) -> String {
        let clean = withoutUserInformation(Redaction(sent: nil).text(path))
        guard clean.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else { return clean }
        // By scalars: a combining mark makes one character of itself and the delimiter before it.
        let scalars = clean.unicodeScalars
        let mark = scalars.firstIndex { $0 == "?" || $0 == "#" } ?? scalars.endIndex
        var result = String(scalars[..<mark])
        var rest = scalars[mark...]
        while let delimiter = rest.first {
            let text = rest.dropFirst().prefix { !"?#&;".unicodeScalars.contains($0) }
            result.unicodeScalars.append(delimiter)
            result += parameter(Substring(text))
            rest = rest[text.endIndex...]
        }
        return result
    }

    private static func parameter(_ text: Substring) -> String {
        secret(in: text).map { text[..<$0.startIndex] + "<redacted>" } ?? String(text)
    }

    /// The value of a parameter that carries a credential by its name.
    private static func secret(in parameter: Substring) -> Substring? {
        let scalars = parameter.unicodeScalars
        guard let equals = scalars.firstIndex(of: "=") else { return nil }
        let name = String(String.UnicodeScalarView(scalars[..<equals].filter(\.isASCII))).lowercased()
        let isSecret = name == "code" || name == "sig" || marks.contains { name.contains($0) }
        return isSecret ? Substring(scalars[scalars.index(after: equals)...]) : nil
    }

    /// The credentials in a URI, to be looked for where they may be echoed.
    static func secrets(in uri: String) -> [String] {
        let parts = uri.split { "?#&;".contains($0) }
        let user = userInformation(of: uri).map { uri[$0] }
        let password = user?.split(separator: ":", maxSplits: 1).last
        return (parts.dropFirst().compactMap { secret(in: $0) } + [password].compactMap { $0 }).map(String.init)
    }

    /// What the names of parameters with a credential contain.
    private static let marks = [
        "token", "secret", "key", "signature", "password", "passwd", "auth", "credential", "assertion", "jwt",
        "session",
    ]

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
