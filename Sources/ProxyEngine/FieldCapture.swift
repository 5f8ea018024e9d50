import NIOHTTP1
import ProxyCore

/// Header fields made fit to be shown: what is a credential is described, not quoted.
enum FieldCapture {
    /// The request as it went upstream, and what was changed on the way.
    static func request(
        _ head: HTTPRequestHead, sent: HTTPHeaders, path: String, token: SentToken?
    ) -> MessageCapture {
        var changes = Changes(received: head.headers)
        var fields = sent.map { name, value in changes.field(name, value, token: token) }
        fields += changes.leftOver()
        return MessageCapture(startLine: "\(head.method.rawValue) \(Redaction.path(path)) HTTP/1.1", fields: fields)
    }

    /// A request as it came, of which nothing went upstream.
    static func received(_ head: HTTPRequestHead) -> MessageCapture {
        MessageCapture(
            startLine: "\(head.method.rawValue) \(Redaction.path(head.uri)) \(head.version)",
            fields: head.headers.map { CapturedField(name: $0, value: shown($0, $1)) })
    }

    /// - Parameter redaction: of what was sent, in case that the upstream echoes it.
    static func response(_ head: HTTPResponseHead, _ redaction: Redaction) -> MessageCapture {
        MessageCapture(
            startLine: "\(head.status.code) \(redaction.text(head.status.reasonPhrase))",
            fields: head.headers.map { CapturedField(name: $0, value: redaction.text(shown($0, $1))) })
    }

    /// The credentials that an application sent along, to be looked for in what comes back.
    static func secrets(in head: HTTPRequestHead) -> [String] {
        head.headers.flatMap { name, value -> [String] in
            switch name.lowercased() {
            case let lower where uris.contains(lower): Redaction.secrets(in: value)
            case "cookie": [value] + value.split(separator: ";").compactMap(cookieValue)
            case let lower where isCredential(lower): [value] + value.split(separator: " ").suffix(1).map(String.init)
            default: []
            }
        } + Redaction.secrets(in: head.uri)
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
    private static let uris: Set = [
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
            || marks.contains { lower.contains($0) && !lower.hasPrefix("access-control-") }
    }

    private static let marks = [
        "auth", "token", "secret", "key", "cookie", "password", "passwd", "session", "signature", "jwt", "assertion",
        "credential", "csrf", "xsrf",
    ]

    private static func redacted(_ value: String) -> String { "<redacted, \(value.utf8.count) bytes>" }

    /// Compares what came with what went, name by name.
    private struct Changes {
        private var received: [(name: String, value: String)]

        init(received headers: HTTPHeaders) { received = headers.map { ($0, $1) } }

        mutating func field(_ name: String, _ value: String, token: SentToken?) -> CapturedField {
            let isToken = name.lowercased() == "authorization"
            let text = isToken ? token.map(Self.describe) ?? shown(name, value) : shown(name, value)
            guard let index = received.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
                return CapturedField(name: name, value: text, change: .added)
            }
            let old = received.remove(at: index)
            let isKept = !isToken && old.value == value
            return CapturedField(
                name: name, value: text, change: isKept ? .kept : .replaced(was: shown(old.name, old.value)))
        }

        func leftOver() -> [CapturedField] {
            received.map { CapturedField(name: $0.name, value: shown($0.name, $0.value), change: .removed) }
        }

        private static func describe(_ token: SentToken) -> String {
            "Bearer \(token.id)  \(token.length) B  sha256:\(token.print)"
        }
    }
}
