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
        return MessageCapture(startLine: "\(head.method.rawValue) \(path) HTTP/1.1", fields: fields)
    }

    static func response(_ head: HTTPResponseHead) -> MessageCapture {
        MessageCapture(
            startLine: "\(head.status.code) \(head.status.reasonPhrase)",
            fields: head.headers.map { CapturedField(name: $0, value: shown($0, $1)) })
    }

    /// A value as it may be shown.
    static func shown(_ name: String, _ value: String) -> String {
        switch name.lowercased() {
        case "authorization", "proxy-authorization":
            // The scheme is no secret, and the likeliest thing to be wrong.
            let scheme = value.prefix { $0 != " " }
            let isScheme = scheme.utf8.count < min(value.utf8.count, 24)
            return isScheme ? "\(scheme) <redacted, \(value.utf8.count) bytes>" : redacted(value)
        case let lower where credentials.contains(lower): return redacted(value)
        default: return value
        }
    }

    /// Fields that carry a credential by convention, in lower case.
    private static let credentials: Set = [
        "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token", "x-amz-security-token", "x-csrf-token",
        "x-goog-iap-jwt-assertion", "x-vault-token", "x-functions-key", "ocp-apim-subscription-key", "x-gitlab-token",
        "private-token", "x-access-token", "x-amz-access-token",
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
