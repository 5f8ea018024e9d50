import HTTPWire
import NIOCore
import ProxyCore

/// Header fields made fit to be shown: what is a credential is described, not quoted.
enum FieldCapture {
    /// The request as it goes upstream, and what is changed on the way.
    static func request(_ request: UpstreamRequest, token: SentToken?) -> MessageCapture {
        var changes = Changes(received: request.head.fields.pairs)
        var fields = request.sentFields.map { changes.field($0.name, $0.value, token: token) }
        fields += changes.leftOver()
        let path = Redaction.path(String(buffer: request.path))
        return MessageCapture(startLine: "\(request.head.methodText) \(path) HTTP/1.1", fields: fields)
    }

    /// A request as it came, of which nothing went upstream.
    static func received(_ head: RequestHead) -> MessageCapture {
        MessageCapture(
            startLine: "\(head.methodText) \(Redaction.path(head.targetText)) \(head.version.rawValue)",
            fields: head.fields.pairs.map { CapturedField(name: $0.name, value: shown($0.name, $0.value)) })
    }

    /// - Parameter redaction: of what was sent, in case that the upstream echoes it.
    static func response(_ head: ResponseHead, _ redaction: Redaction) -> MessageCapture {
        MessageCapture(
            startLine: "\(head.status) \(redaction.text(head.reason))",
            fields: head.fields.pairs.map {
                CapturedField(name: $0.name, value: redaction.text(shown($0.name, $0.value)))
            })
    }

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

        init(received fields: [(name: String, value: String)]) { received = fields }

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

extension FieldBlock {
    fileprivate var pairs: [(name: String, value: String)] { spans.map { (name($0), text($0)) } }
}

extension UpstreamRequest {
    /// What is on the wire, in its order.
    fileprivate var sentFields: [(name: String, value: String)] {
        var fields = [(name: "Host", value: String(decoding: route.authority, as: UTF8.self))]
        fields += head.fields.spans.filter(\.isKept).map { (head.fields.name($0), head.fields.text($0)) }
        if body == .unknown { fields.append(("Transfer-Encoding", "chunked")) }
        if let upgrade { fields += [("Connection", "Upgrade"), ("Upgrade", upgrade)] }
        fields.append(("Authorization", authorization))
        return fields
    }
}
