import NIOCore
import Testing

@testable import HTTPWire

/// Heads of requests (RFC 9112, section 3): each in every split.
@Suite("Heads of requests")
struct RequestParserTests {
    static let malformed = [
        "nonsense\r\n", " GET / HTTP/1.1\r\n", "GET  / HTTP/1.1\r\n", "GET /  HTTP/1.1\r\n", "GET / HTTP/1.1 \r\n",
        "GET /a b HTTP/1.1\r\n", "GET\t/ HTTP/1.1\r\n", "GET /\tHTTP/1.1\r\n", "GET / \r\n", "GET /\r\n", "GET \r\n",
        "GET / HTTP/1.2\r\n", "GET / HTTP/2.0\r\n", "GET / HTTP/0.9\r\n", "GET / http/1.1\r\n", "GET / HTTP/1.1x\r\n",
        "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\r\n", "GET /\r HTTP/1.1\r\n", "GET /\u{0} HTTP/1.1\r\n",
        "GET /\u{7F} HTTP/1.1\r\n", "G(T / HTTP/1.1\r\n", "G\u{0}T / HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n",
        "\u{16}\u{3}\u{1}", "\r\rGET / HTTP/1.1\r\n", "\nGET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nX: a\nY: b\r\n", "GET / HTTP/1.1\r\nX: a\rb\r\n", "GET / HTTP/1.1\r\nX : a\r\n",
        "GET / HTTP/1.1\r\nX\t: a\r\n", "GET / HTTP/1.1\r\n: a\r\n", "GET / HTTP/1.1\r\nnone\r\n",
        "GET / HTTP/1.1\r\n X: a\r\n", "GET / HTTP/1.1\r\nX: a\r\n b\r\n", "GET / HTTP/1.1\r\nX: a\u{0}\r\n",
        "GET / HTTP/1.1\r\nX: a\u{7F}b\r\n", "GET / HTTP/1.1\r\nX: \u{B}a\r\n", "GET / HTTP/1.1\r\nX y: a\r\n",
        "GET / HTTP/1.1\r\nX\u{80}: a\r\n", "GET / HTTP/1.1\r\n\n", "GET / HTTP/1.1\r\nX: y\r\r\n",
        "GET / HTTP/1.1\r\nX: a long value, long enough for words \u{1}\r\n",
    ]

    @Test("What two readers could take apart in two ways is no request", arguments: malformed)
    func refused(_ text: String) {
        for pieces in splits(text) { #expect(parsedRequest(pieces).fault == .malformed) }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        var method = MethodName.get
        var name = "GET"
        var target = "/"
        var version = ProtocolVersion.http1_1
        var fields: [String] = []
        var testDescription: String { text }
    }

    static let rows = [
        Row(text: "GET / HTTP/1.1\r\n\r\n"),
        Row(text: "\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
        Row(
            text: "POST /a//b?c=%2F;d&e HTTP/1.0\r\nHost: x\r\n\r\n", method: .post, name: "POST",
            target: "/a//b?c=%2F;d&e", version: .http1_0, fields: ["Host: x"]),
        Row(text: "PURGE * HTTP/1.1\r\n\r\n", method: .other, name: "PURGE", target: "*"),
        Row(text: "get / HTTP/1.1\r\n\r\n", method: .other, name: "get"),
        Row(
            text: "M-SEARCH!#$%&'*+.^_`|~ /\u{FC} HTTP/1.1\r\n\r\n", method: .other, name: "M-SEARCH!#$%&'*+.^_`|~",
            target: "/\u{FC}"),
        Row(text: "OPTIONS http://h:1/p HTTP/1.1\r\n\r\n", method: .options, name: "OPTIONS", target: "http://h:1/p"),
        Row(
            text: "GET / HTTP/1.1\r\nA:\r\nB: \r\nC:x\r\nD: \t x y \t\r\na: \"q:r\"\r\nE: \u{FC}\u{1F600}\r\n\r\n",
            fields: ["A: ", "B: ", "C: x", "D: x y", "a: \"q:r\"", "E: \u{FC}\u{1F600}"]),
    ]

    @Test("What is a request is read, and what follows it is left", arguments: rows)
    func read(_ row: Row) throws {
        for pieces in splits(row.text + "GET /next") {
            let outcome = parsedRequest(pieces)
            let head = try #require(outcome.value)
            #expect(head.method == row.method && head.methodText == row.name)
            #expect(head.targetText == row.target && head.version == row.version)
            #expect(head.fields.lines == row.fields)
            #expect(outcome.left == 9)
        }
    }

    @Test("Bytes that are no text pass as they are")
    func bytes() throws {
        let value: [UInt8] = [0x80, 0xFF, 0xC0, 0xE9]
        let text = Array("GET / HTTP/1.1\r\nX: ".utf8) + value + Array("\r\nY: 1\r\n\r\n".utf8)
        let head = try #require(parsedRequest([text[...]]).value)
        #expect(head.fields.hasValue(head.fields.spans[0], value))
        var out = ByteBuffer()
        out.writeKept(head.fields)
        #expect(out.readableBytesView.elementsEqual(text.dropFirst(16).dropLast(2)))
    }

    @Test(
        "A head is UTF-8 if its target and its values are",
        arguments: [
            ("/", "plain", true), ("/", "a long value of nothing but ASCII", true), ("/", "naïve €", true),
            ("/é", "1", true), ("/", "a long value of nothing but ASCII, nearly \u{FF}", false),
            ("/\u{FF}", "1", false),
            ("/é", "\u{FF}", false), ("/", "", true),
        ])
    func text(_ target: String, _ value: String, _ isText: Bool) throws {
        // U+00FF stands for a byte that is no UTF-8 anywhere.
        let text = Array("GET \(target) HTTP/1.1\r\nX: \(value)\r\n\r\n".utf8)
        let parts = text.split(separator: Array("\u{FF}".utf8), omittingEmptySubsequences: false)
        let bytes = parts.joined(separator: [0xFF])
        let head = try #require(parsedRequest([Array(bytes)[...]]).value)
        #expect(head.isUTF8 == isText)
        #expect(head.fields.isUTF8 == !value.contains("\u{FF}"))
    }

    @Test(
        "What is too large is refused as soon as that is certain",
        arguments: [
            ("GET /" + String(repeating: "a", count: 16), WireFault.Kind.targetTooLong),
            ("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 80), .headTooLarge),
            ("GET / HTTP/1.1\r\nA:\r\nB:\r\nC:\r\nD:\r\n", .headTooLarge),
        ])
    func limits(_ text: String, _ kind: WireFault.Kind) {
        let limits = HeadLimits(size: 64, targetSize: 16, fieldCount: 3)
        for pieces in splits(text) { #expect(parsedRequest(pieces, limits: limits).fault == kind) }
    }

    @Test("What is just small enough is read")
    func withinLimits() throws {
        let text = "GET /" + String(repeating: "a", count: 15) + " HTTP/1.1\r\nA:\r\nB:\r\nC:12\r\n\r\n"
        let limits = HeadLimits(size: text.utf8.count, targetSize: 16, fieldCount: 3)
        for pieces in splits(text) { #expect(parsedRequest(pieces, limits: limits).value?.targetSize == 16) }
    }

    @Test(
        "A body is framed in one way or not at all",
        arguments: [
            ("", BodyFraming?.some(.none)), ("Content-Length: 0", .some(.length(0))),
            ("content-length: 007", .some(.length(7))),
            ("Transfer-Encoding: Chunked", .some(.chunked)),
            ("Content-Length: 999999999999999999", .some(.length(999_999_999_999_999_999))),
            ("Content-Length: 9999999999999999999", nil), ("Content-Length: 4\r\nContent-Length: 4", nil),
            ("Content-Length: 4, 4", nil), ("Content-Length: +4", nil), ("Content-Length: ", nil),
            ("Content-Length: 4\r\nTransfer-Encoding: chunked", nil), ("Transfer-Encoding: chunked, chunked", nil),
            ("Transfer-Encoding: identity", nil), ("Transfer-Encoding: gzip, chunked", nil),
            ("Transfer-Encoding: xchunked", nil), ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", nil),
        ])
    func framing(_ fields: String, _ wanted: BodyFraming?) throws {
        let text = "POST / HTTP/1.1\r\n\(fields)\(fields.isEmpty ? "" : "\r\n")\r\n"
        let head = try #require(parsedRequest([Array(text.utf8)[...]]).value)
        let found = try? head.framing()
        #expect(found == wanted)
    }
}
