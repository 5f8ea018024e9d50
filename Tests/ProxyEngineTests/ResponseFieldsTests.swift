import NIOHTTP1
import Testing

@testable import ProxyEngine

/// The fields of an answer on their way to the client.
@Suite("Header rules for answers")
struct ResponseFieldsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        var status = HTTPResponseStatus.ok
        var isHead = false
        var client = HTTPVersion.http1_1
        var fields: [String: String] = [:]
        let wanted: [String]
        let framing: HeaderRules.Framing
        var testDescription: String { name }
    }

    static let chunked = "Transfer-Encoding: chunked"

    static let rows = [
        Row(name: "a length", fields: ["Content-Length": "5"], wanted: ["Content-Length: 5"], framing: .length),
        Row(name: "a length of none", fields: ["content-length": "0"], wanted: ["content-length: 0"], framing: .length),
        Row(name: "chunks", fields: ["transfer-encoding": "Chunked"], wanted: [chunked], framing: .chunked),
        Row(name: "an end by closing", wanted: [chunked], framing: .chunked),
        Row(
            name: "an end by closing, said", fields: ["Connection": "close"], wanted: [chunked], framing: .chunked),
        Row(
            name: "a length for HTTP/1.0", client: .http1_0, fields: ["Content-Length": "5"],
            wanted: ["Content-Length: 5"], framing: .length),
        Row(
            name: "chunks for HTTP/1.0", client: .http1_0, fields: ["Transfer-Encoding": "chunked"], wanted: [],
            framing: .untilClose),
        Row(name: "an end by closing for HTTP/1.0", client: .http1_0, wanted: [], framing: .untilClose),
        Row(
            name: "HEAD with a length", isHead: true, fields: ["Content-Length": "5"], wanted: ["Content-Length: 5"],
            framing: .length),
        Row(
            name: "HEAD with chunks", isHead: true, fields: ["Transfer-Encoding": "chunked"], wanted: [],
            framing: .length),
        Row(name: "HEAD for HTTP/1.0", isHead: true, client: .http1_0, wanted: [], framing: .length),
        Row(name: "204", status: .noContent, wanted: [], framing: .length),
        Row(
            name: "204 with a length", status: .noContent, fields: ["Content-Length": "0"], wanted: [],
            framing: .length),
        Row(name: "204 for HTTP/1.0", status: .noContent, client: .http1_0, wanted: [], framing: .length),
        Row(name: "304", status: .notModified, wanted: [], framing: .length),
        Row(
            name: "304 with the length that 200 would have", status: .notModified, fields: ["Content-Length": "99"],
            wanted: ["Content-Length: 99"], framing: .length),
        Row(name: "205", status: .resetContent, wanted: [chunked], framing: .chunked),
        Row(name: "an error", status: .internalServerError, wanted: [chunked], framing: .chunked),
        Row(
            name: "a status that nobody knows", status: .custom(code: 799, reasonPhrase: "x"), wanted: [chunked],
            framing: .chunked),
    ]

    @Test("An answer is framed as its client understands it", arguments: rows)
    func framing(_ row: Row) {
        let head = HTTPResponseHead(
            version: .http1_1, status: row.status, headers: HTTPHeaders(row.fields.map { ($0, $1) }))
        let (fields, framing) = HeaderRules.response(head, isHead: row.isHead, clientVersion: row.client)
        #expect(fields.map { "\($0): \($1)" } == row.wanted)
        #expect(framing == row.framing)
    }

    private static func passed(_ fields: [(String, String)]) -> [String] {
        let headers = HTTPHeaders(fields + [("Content-Length", "0")])
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        return HeaderRules.response(head, isHead: false, clientVersion: .http1_1).fields
            .map { "\($0): \($1)" }.filter { $0 != "Content-Length: 0" }
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
        let head = HTTPResponseHead(
            version: .http1_1, status: .ok, headers: ["Connection": "content-length", "Content-Length": "7"])
        let (kept, framing) = HeaderRules.response(head, isHead: false, clientVersion: .http1_1)
        #expect(kept["content-length"] == ["7"])
        #expect(framing == .length)
    }

    @Test("The asking for a credential passes: it is meant for the client")
    func challenge() { #expect(Self.passed([("WWW-Authenticate", "Bearer")]) == ["WWW-Authenticate: Bearer"]) }

    static let notInTrailers = [
        "Connection", "keep-alive", "Transfer-Encoding", "CONTENT-LENGTH", "Set-Cookie", "x-jotop-error", "Upgrade",
        "Proxy-Authenticate",
    ]

    @Test("Neither trailers nor interim answers frame anything or speak in the proxy's name", arguments: notInTrailers)
    func trailers(_ name: String) {
        let headers = HTTPHeaders([("Link", "</a.css>"), (name, "v"), ("link", "</b.css>")])
        let wanted = ["Link: </a.css>", "link: </b.css>"]
        #expect(HeaderRules.responseTrailers(headers).map { "\($0): \($1)" } == wanted)
        #expect(HeaderRules.interim(headers).map { "\($0): \($1)" } == wanted)
    }

    @Test(
        "Chunks and interim answers are for HTTP/1.1 and later",
        arguments: [
            (HTTPVersion(major: 0, minor: 9), false), (.http1_0, false), (.http1_1, true),
            (HTTPVersion(major: 1, minor: 2), true), (.http2, true),
        ])
    func versions(_ version: HTTPVersion, _ wanted: Bool) { #expect(version.isAtLeast1_1 == wanted) }
}
