import ProxyCore

@testable import Exports

/// Hides nothing, or says of everything that it was hidden.
struct StubVeil: Concealment {
    var level = 0

    private func hidden(_ text: String, _ kind: String) -> String { level == 0 ? text : "hidden-\(kind)" }
    func text(_ text: String) -> String { hidden(text, "text") }
    func foreign(_ text: String) -> String { hidden(text, "foreign") }
    func host(_ host: String) -> String { hidden(host, "host") }
    func path(_ path: String) -> String { level == 0 ? path : "/hidden" }
    func keyID(_ id: String) -> String { hidden(id, "key") }
    func reference(_ id: String) -> String { hidden(id, "reference") }
}

enum Samples {
    static let time = WallTime(milliseconds: 1_795_271_510_377)
    static let proxy = ProxyAddress(listener: "127.0.0.1:8080", upstream: "X-Upstream-Host")
    static let audience = "https://billing.example.net"

    static func start(
        _ method: String = "GET", _ path: String = "/v2/invoices?limit=5&q=caf%C3%A9",
        host: String? = "billing.example.net"
    ) -> FlowStart {
        FlowStart(
            id: FlowID(1187), time: time, method: method, host: host, path: path, audiences: AudienceSet(audience))
    }

    static func flow(
        _ method: String = "GET", _ path: String = "/v2/invoices?limit=5&q=caf%C3%A9",
        host: String? = "billing.example.net", fields: [CapturedField] = []
    ) -> ExportedFlow {
        let start = start(method, path, host: host)
        var end = FlowEnd(start: start, time: time.advanced(by: .milliseconds(26)))
        (end.status, end.use, end.reusedConnection) = (401, .hit, true)
        end.token = SentToken(
            id: TokenID(handle: TokenHandle(index: 1), generation: 1), print: "9c41e7", length: 1214,
            lifeLeft: .milliseconds(3_147_623), age: .seconds(60))
        end.durations = FlowDurations(
            token: .milliseconds(1), connect: .milliseconds(4), wait: .milliseconds(20), receive: .microseconds(500),
            total: .microseconds(25_500))
        end.responseBytes = 44
        end.request = MessageCapture(
            startLine: "\(method) \(path) HTTP/1.1",
            fields: [
                CapturedField(name: "Host", value: "billing.example.net", change: .replaced(was: "127.0.0.1:8080")),
                CapturedField(
                    name: "Authorization", value: "Bearer B1  1214 B  sha256:9c41e7",
                    change: .replaced(was: "Bearer <redacted, 412 bytes>")),
                CapturedField(name: "X-Upstream-Host", value: "billing.example.net", change: .removed),
            ] + fields)
        end.response = MessageCapture(
            startLine: "401 Unauthorized",
            fields: [
                CapturedField(name: "WWW-Authenticate", value: "Bearer error=\"invalid_token\""),
                CapturedField(name: "Content-Type", value: "application/json"),
            ], bodyPrefix: Array("{\"error\":\"unauthorized\"}".utf8))
        return ExportedFlow(start: start, end: end, cause: "audience")
    }

    static var running: ExportedFlow { ExportedFlow(start: start("POST", "/upload"), end: nil, isOver: false) }

    static let facts = TokenFacts(
        id: TokenID(handle: TokenHandle(index: 1), generation: 1), audiences: AudienceSet(audience), print: "9c41e7",
        length: 1214, issuedAt: time, expiresAt: time.advanced(by: .seconds(3600)),
        header: .object(["alg": .string("RS256"), "kid": .string("f38d1e9a")]),
        claims: .object([
            "aud": .array([.string(audience)]), "sub": .string("arn:aws:iam::123456789012:role/dev-api"),
            "iat": .integer(1_795_271_510), "jti": .string("c01d88aa7e"),
        ]))
}
