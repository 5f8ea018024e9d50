import HTTPWire
import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// The fields of an answer on their way to the client.
@Suite("Header rules for answers")
struct ResponseFieldsTests {
    /// An answer with a body or without, to a client of either version.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var status = "200 OK"
        var method = "GET"
        var client = "1.1"
        var fields: [String] = []
        /// What follows the head and ends with the connection.
        var body = ""
        let wanted: [String]
        var testDescription: String { name }
    }

    static let chunked = "Transfer-Encoding: chunked"
    static let close = "Connection: close"

    static let rows = [
        Row(name: "a length", fields: ["Content-Length: 2"], body: "ok", wanted: ["Content-Length: 2", "", "ok"]),
        Row(name: "a length of none", fields: ["content-length: 0"], wanted: ["content-length: 0", "", ""]),
        Row(
            name: "chunks", fields: ["transfer-encoding: Chunked"], body: "2\r\nok\r\n0\r\n\r\n",
            wanted: [chunked, "", "2", "ok", "0", "", ""]),
        Row(name: "an end by closing", body: "ok", wanted: [chunked, "", "2", "ok", "0", "", ""]),
        Row(
            name: "an end by closing, said", fields: ["Connection: close"], body: "ok",
            wanted: [chunked, "", "2", "ok", "0", "", ""]),
        Row(
            name: "a length for HTTP/1.0", client: "1.0", fields: ["Content-Length: 2"], body: "ok",
            wanted: ["Content-Length: 2", close, "", "ok"]),
        Row(
            name: "chunks for HTTP/1.0", client: "1.0", fields: ["Transfer-Encoding: chunked"],
            body: "2\r\nok\r\n0\r\n\r\n", wanted: [close, "", "ok"]),
        Row(name: "an end by closing for HTTP/1.0", client: "1.0", body: "ok", wanted: [close, "", "ok"]),
        Row(
            name: "HEAD with a length", method: "HEAD", fields: ["Content-Length: 5"],
            wanted: ["Content-Length: 5", "", ""]),
        Row(name: "HEAD with chunks", method: "HEAD", fields: ["Transfer-Encoding: chunked"], wanted: ["", ""]),
        Row(name: "HEAD for HTTP/1.0", method: "HEAD", client: "1.0", wanted: [close, "", ""]),
        Row(name: "204", status: "204 No Content", wanted: ["", ""]),
        Row(name: "204 with a length", status: "204 No Content", fields: ["Content-Length: 0"], wanted: ["", ""]),
        Row(name: "304", status: "304 Not Modified", wanted: ["", ""]),
        Row(
            name: "304 with the length that 200 would have", status: "304 Not Modified",
            fields: ["Content-Length: 99"], wanted: ["Content-Length: 99", "", ""]),
        Row(name: "205", status: "205 Reset Content", wanted: [chunked, "", "0", "", ""]),
        Row(name: "an error", status: "500 Oh", body: "ok", wanted: [chunked, "", "2", "ok", "0", "", ""]),
        Row(name: "a status that nobody knows", status: "799 x", wanted: [chunked, "", "0", "", ""]),
    ]

    @Test("An answer is framed as its client understands it", arguments: rows)
    func framing(_ row: Row) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("\(row.method) / HTTP/\(row.client)"))
        let head = (["HTTP/1.1 \(row.status)"] + row.fields).joined(separator: "\r\n")
        try proxy.upstreamSends("\(head)\r\n\r\n\(row.body)")
        try proxy.upstream.close().wait()
        proxy.loop.run()
        let wanted = (["HTTP/1.1 \(row.status)"] + row.wanted).joined(separator: "\r\n")
        let got = try proxy.clientGets()
        #expect(got == wanted)
        #expect(proxy.client.isActive == !row.wanted.contains(Self.close))
        #expect(proxy.stats.snapshot().problems == (row.status == "500 Oh" || row.status == "799 x" ? 1 : 0))
    }

    private static func passed(_ fields: [(String, String)]) -> [String] {
        var head = ResponseHead(200, fields)
        HeaderRules.mark(&head)
        return head.fields.kept
    }

    @Test("Fields keep their order, spelling and number")
    func order() {
        let fields = [("Set-Cookie", "a=1"), ("ETag", "x"), ("set-cookie", "b=2"), ("Set-Cookie", "a=1")]
        #expect(Self.passed(fields) == fields.map { "\($0): \($1)" })
    }

    @Test(
        "What belongs to the upstream's connection, and the proxy's own field, stay behind",
        arguments: [
            "Connection", "Keep-Alive", "Proxy-Connection", "Upgrade", "Transfer-Encoding", "Proxy-Authenticate",
            "X-Jotop-Error",
        ])
    func dropped(_ name: String) {
        for spelling in [name, name.lowercased(), name.uppercased()] {
            #expect(Self.passed([(spelling, "v"), ("X-Kept", "1")]) == ["X-Kept: 1"])
        }
    }

    @Test("What Connection lists stays behind, but for the length")
    func listed() {
        let fields = [("Connection", "x-hop, Content-Length"), ("X-Hop", "1"), ("X-Kept", "2")]
        #expect(Self.passed(fields) == ["X-Kept: 2"])
        #expect(Self.passed([("Connection", "content-length"), ("Content-Length", "7")]) == ["Content-Length: 7"])
    }

    @Test("The asking for a credential passes: it is meant for the client")
    func challenge() { #expect(Self.passed([("WWW-Authenticate", "Bearer")]) == ["WWW-Authenticate: Bearer"]) }

    static let notInTrailers = [
        "Connection", "keep-alive", "Transfer-Encoding", "CONTENT-LENGTH", "Set-Cookie", "x-jotop-error", "Upgrade",
        "Proxy-Authenticate",
    ]

    @Test("Neither trailers nor interim answers frame anything or speak in the proxy's name", arguments: notInTrailers)
    func trailers(_ name: String) {
        let fields = FieldBlock([("Link", "</a.css>"), (name, "v"), ("link", "</b.css>")])
        #expect(HeaderRules.responseTrailers(fields).kept == ["Link: </a.css>", "link: </b.css>"])
    }
}
