import HTTPWire

/// What may be shown of a field: what is a credential is described, not quoted.
enum FieldCapture {
    /// The credentials that an application sent along, to be looked for in what comes back.
    static func secrets(in head: RequestHead) -> [String] {
        head.fields.pairs.flatMap { name, value -> [String] in
            switch name.lowercased() {
            case let lower where uris.contains(lower): Redaction.secrets(in: value)
            case "cookie": [value] + value.split(separator: ";").compactMap(cookieValue)
            case let lower where isCredential(lower): [value] + value.split(separator: " ").suffix(1).map(String.init)
            default: []
            }
        } + Redaction.secrets(in: head.targetText)
    }

    private static func cookieValue(_ pair: Substring) -> String? {
        pair.firstIndex(of: "=").map { String(pair[pair.index(after: $0)...]) }
    }

    /// A value as it may be shown.
    static func shown(_ name: String, _ value: String) -> String {
        switch name.lowercased() {
        case "authorization", "proxy-authorization":
            // The scheme is no secret, and the likeliest thing to be wrong.
            let scheme = String(value.prefix { $0 != " " })
            let isScheme = schemes.contains(scheme.lowercased()) && scheme != value
            return isScheme ? "\(scheme) <redacted, \(value.utf8.count) bytes>" : redacted(value)
        case "www-authenticate", "proxy-authenticate": return Redaction(sent: nil).text(value)
        case let lower where uris.contains(lower): return Redaction.path(value)
        case let lower where isCredential(lower): return redacted(value)
        default: return Redaction(sent: nil).text(value)
        }
    }

    /// Fields that hold a URI, in lower case.
    static let uris: Set = [
        "location", "content-location", "destination", "link", "origin", "referer", "refresh", "x-forwarded-uri",
        "x-original-uri", "x-original-url", "x-rewrite-url",
    ]

    /// Authentication schemes (IANA's registry, and those that AWS uses), in lower case.
    private static let schemes: Set = [
        "basic", "bearer", "digest", "dpop", "gnap", "hoba", "hmac", "mutual", "negotiate", "ntlm", "oauth", "token",
        "aws4-hmac-sha256", "apikey",
    ]

    /// Whether a field carries a credential, by what such fields are called: better one too many than one too few.
    private static func isCredential(_ lower: String) -> Bool {
        lower == "sec-websocket-protocol" || lower == "dpop"
            || !lower.hasPrefix("access-control-") && hasMark(lower) && hasMark(OrdinaryWord.removed(from: lower))
    }

    private static func hasMark(_ lower: String) -> Bool {
        Array(lower.utf8).withUnsafeBytes { SecretMarks.field.areIn($0) }
    }

    private static func redacted(_ value: String) -> String { "<redacted, \(value.utf8.count) bytes>" }
}

extension FieldBlock {
    fileprivate var pairs: [(name: String, value: String)] { spans.map { (name($0), text($0)) } }
}
