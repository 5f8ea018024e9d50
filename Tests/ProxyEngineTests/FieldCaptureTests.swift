import HTTPWire
import JotopTestSupport
import NIOCore
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Captured fields")
struct FieldCaptureTests {
    static let secret = "hush-hush/0123456789"

    static let credentialFields = [
        "Cookie", "Set-Cookie", "cookie2", "X-API-Key", "apikey", "X-Amz-Security-Token", "X-Auth-Token",
        "X-Csrf-Token",
        "X-XSRF-Token", "Authentication-Info", "Proxy-Authentication-Info", "X-Forwarded-Authorization", "X-Session-ID",
        "X-Secret", "X-Password", "X-Passwd", "Signature", "Signature-Input", "X-Hub-Signature-256", "X-JWT-Payload",
        "DPoP", "Client-Assertion", "X-Goog-IAP-JWT-Assertion", "X-Credential", "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Key", "Authorization", "Proxy-Authorization", "X-Vault-Token", "Idempotency-Key",
        "X-Bypass-Token", "Author-Key", "X-Passwords", "X-Userpass", "Authorisation", "Keyboard-Key",
    ]

    @Test("A field that carries a credential by its name shows its length only", arguments: credentialFields)
    func credentials(_ name: String) {
        for spelling in [name, name.lowercased(), name.uppercased()] {
            #expect(FieldCapture.shown(spelling, Self.secret) == "<redacted, 20 bytes>")
        }
        let head = RequestHead("GET", "/", .http1_1, [(name, Self.secret)])
        #expect(FieldCapture.secrets(in: head).contains(Self.secret))
    }

    @Test(
        "Other fields are shown as they are",
        arguments: [
            ("Accept", "*/*"), ("Host", "api.example:443"), ("ETag", "\"abc\""), ("Keep-Alive", "timeout=5"),
            ("User-Agent", "curl/8"), ("X-Trace", "a.b.c"), ("Access-Control-Allow-Headers", "Authorization, X-Token"),
            ("Access-Control-Request-Headers", "x-api-key"), ("Content-Type", "text/plain"), ("X-Upstream-Host", "a"),
            ("Access-Control-Expose-Headers", "Set-Cookie"), ("X-Empty", ""), ("X-Cache-Bypass", "1"), ("BYPASS", "1"),
            ("Author", "Ann"), ("X-Keywords", "a"), ("X-Passthrough", "on"),
        ])
    func others(_ name: String, _ value: String) {
        #expect(FieldCapture.shown(name, value) == value)
        let head = RequestHead("GET", "/", .http1_1, [(name, value)])
        #expect(FieldCapture.secrets(in: head).isEmpty)
    }

    @Test(
        "What an upstream asks for is no credential, and shown as it is",
        arguments: ["WWW-Authenticate", "proxy-authenticate"])
    func challenges(_ name: String) {
        #expect(FieldCapture.shown(name, "Bearer realm=\"api\"") == "Bearer realm=\"api\"")
    }

    @Test(
        "Of an authorisation the scheme is shown, if it is one",
        arguments: [
            ("Bearer abc", "Bearer <redacted, 10 bytes>"), ("bearer abc", "bearer <redacted, 10 bytes>"),
            ("BASIC dXNlcg==", "BASIC <redacted, 14 bytes>"), ("Digest username=\"x\"", "Digest <redacted, 19 bytes>"),
            ("Negotiate a", "Negotiate <redacted, 11 bytes>"),
            ("AWS4-HMAC-SHA256 C=1", "AWS4-HMAC-SHA256 <redacted, 20 bytes>"),
            ("Bearer", "<redacted, 6 bytes>"), ("secret word", "<redacted, 11 bytes>"),
            ("Bearer\tabc", "<redacted, 10 bytes>"),
            ("Bearerabc", "<redacted, 9 bytes>"), (" Bearer abc", "<redacted, 11 bytes>"), ("", "<redacted, 0 bytes>"),
            ("Bearer,abc d", "<redacted, 12 bytes>"), ("ä", "<redacted, 2 bytes>"),
        ])
    func schemes(_ value: String, _ wanted: String) {
        for name in ["Authorization", "proxy-AUTHORIZATION"] { #expect(FieldCapture.shown(name, value) == wanted) }
    }

    @Test(
        "A URI is shown without its credentials",
        arguments: [
            "Location", "Content-Location", "REFERER", "origin", "X-Original-URI", "x-original-url", "X-Rewrite-URL",
        ])
    func uris(_ name: String) {
        let value = "https://user:hunter22@host/cb?code=abcdefg&state=1"
        #expect(FieldCapture.shown(name, value) == "https://<redacted>@host/cb?code=<redacted>&state=1")
        let head = RequestHead("GET", "/", .http1_1, [(name, value)])
        #expect(Set(FieldCapture.secrets(in: head)) == ["abcdefg", "hunter22"])
    }

    @Test("A token in a field of any name loses its signature")
    func tokens() {
        for name in ["X-Debug", "WWW-Authenticate", "Location"] {
            let shown = FieldCapture.shown(name, "/x \(SampleToken.compact)")
            #expect(!shown.contains(FakeTokens.signature))
            #expect(shown.hasPrefix("/x eyJ"))
        }
    }

    // MARK: Messages

    private static func capture(
        _ fields: [(String, String)], path: String = "/", body: BodyLength = .none, version: ProtocolVersion = .http1_1
    ) throws -> MessageCapture {
        var head = RequestHead("GET", "/ignored", .http1_1, fields)
        HeaderRules(hostHeader: "X-Upstream-Host").mark(&head.fields)
        let request = UpstreamRequest(
            head: head, path: ByteBuffer(string: path), route: try .sample("api.example"),
            authorization: "Bearer \(SampleToken.compact)", body: body, upgrade: nil, version: version)
        return HeadCapture.request(request, token: TokenTraces().words(for: SampleToken.token()))
    }

    @Test("In HTTP/2 a request shows what that has in the place of Host, and no framing")
    func newer() throws {
        let capture = try Self.capture([("Host", "localhost"), ("X-Kept", "1")], body: .unknown, version: .http2)
        #expect(capture.startLine == "GET / HTTP/2")
        #expect(capture.fields.map(\.name) == [":authority", "X-Kept", "authorization"])
    }

    @Test("A request shows what was kept, added, replaced and left behind, in this order of the wire")
    func changes() throws {
        let capture = try Self.capture(
            [
                ("Host", "localhost:8080"), ("X-Upstream-Host", "api.example"),
                ("authorization", "Basic \(Self.secret)"), ("Cookie", Self.secret), ("X-Kept", "1"),
                ("AUTHORIZATION", Self.secret),
            ], path: "/a?key=\(Self.secret)", body: .unknown)
        #expect(capture.startLine == "GET /a?key=<redacted> HTTP/1.1")
        #expect(
            capture.fields == [
                CapturedField(name: "Host", value: "api.example", change: .replaced(was: "localhost:8080")),
                CapturedField(name: "Cookie", value: "<redacted, 20 bytes>", change: .kept),
                CapturedField(name: "X-Kept", value: "1", change: .kept),
                CapturedField(name: "Transfer-Encoding", value: "chunked", change: .added),
                CapturedField(
                    name: "Authorization", value: "Bearer B3  \(SampleToken.compact.utf8.count) B  sha256:9f86d0",
                    change: .replaced(was: "Basic <redacted, 26 bytes>")),
                CapturedField(name: "X-Upstream-Host", value: "api.example", change: .removed),
                CapturedField(name: "AUTHORIZATION", value: "<redacted, 20 bytes>", change: .removed),
            ])
    }

    @Test("A token takes a field's place even where the application sent the same; without one it is added")
    func authorization() throws {
        for fields in [[("Authorization", "Bearer same")], []] {
            let field = try #require(try Self.capture(fields).fields.last)
            #expect(field.value == "Bearer B3  \(SampleToken.compact.utf8.count) B  sha256:9f86d0")
            #expect(field.change == (fields.isEmpty ? .added : .replaced(was: "Bearer <redacted, 11 bytes>")))
        }
    }

    @Test("Fields of one name are told apart: those that go on, and those that do not")
    func duplicates() throws {
        let fields = try Self.capture([("TE", "gzip"), ("te", "trailers"), ("TE", "deflate")]).fields
        #expect(fields.map(\.name) == ["Host", "te", "Authorization", "TE", "TE"])
        #expect(fields.map(\.change) == [.added, .kept, .added, .removed, .removed])
    }

    @Test("A request of which nothing went upstream shows what came, without its credentials")
    func received() {
        let head = RequestHead(
            "POST", "/a?token=\(Self.secret)", .http1_0, [("Host", "x"), ("Authorization", "Bearer \(Self.secret)")])
        let capture = HeadCapture.received(head)
        #expect(capture.startLine == "POST /a?token=<redacted> HTTP/1.0")
        #expect(capture.fields.map(\.value) == ["x", "Bearer <redacted, 27 bytes>"])
        #expect(capture.fields.allSatisfy { $0.change == .kept })
    }

    @Test("An answer shows neither its own credentials nor those that it echoes, in its fields or its reason")
    func response() {
        let redaction = Redaction(sent: SampleToken.token(), secrets: [Self.secret])
        let head = ResponseHead(
            401, reason: "no \(Self.secret)",
            [
                ("Set-Cookie", "sid=abc"), ("X-Echo", "got \(FakeTokens.signature) and \(Self.secret)"),
                ("Location", "/login?token=abc&back=\(Self.secret)"),
                ("WWW-Authenticate", "Bearer error=\"\(Self.secret)\""), ("Server", "x"),
            ])
        let capture = HeadCapture.response(head, redaction)
        #expect(capture.startLine == "401 no <redacted>")
        #expect(
            capture.fields.map(\.value) == [
                "<redacted, 7 bytes>", "got <signature of B3> and <redacted>",
                "/login?token=<redacted>&back=<redacted>",
                "Bearer error=\"<redacted>\"", "x",
            ])
        #expect(capture.bodyPrefix.isEmpty)
    }
}
