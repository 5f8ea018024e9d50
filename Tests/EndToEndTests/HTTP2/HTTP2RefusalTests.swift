import JotopTestSupport
import NIOCore
import NIOHPACK
import NIOHTTP2
import ProxyCore
import ProxyEngine
import Testing

@Suite("What HTTP/2 clients are refused", .timeLimit(.minutes(5)))
struct HTTP2RefusalTests {
    /// A head that is no request (RFC 9113, section 8), and how it is met: by a status, or by a reset of its stream.
    struct Malformed: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fields: [(String, String)]
        let status: String?

        init(_ name: String, _ fields: [(String, String)], status: String? = nil) {
            (testDescription, self.fields, self.status) = (name, fields, status)
        }
    }

    private static let good = [
        (":method", "GET"), (":scheme", "https"), (":authority", "localhost"), (":path", "/"),
        ("x-upstream-host", "127.0.0.1:1"),
    ]

    private static func with(_ more: (String, String)...) -> [(String, String)] { good + more }
    private static func without(_ name: String) -> [(String, String)] { good.filter { $0.0 != name } }
    private static func changed(_ name: String, _ value: String) -> [(String, String)] {
        good.map { $0.0 == name ? (name, value) : $0 }
    }

    private static let malformed = [
        Malformed("no :method", without(":method")),
        Malformed("no :scheme", without(":scheme")),
        Malformed("no :path", without(":path")),
        Malformed("an empty :path", changed(":path", "")),
        Malformed("a :path that is no path", changed(":path", "http://a/b"), status: "400"),
        Malformed("an asterisk with GET", changed(":path", "*"), status: "400"),
        Malformed("a :path with a space", changed(":path", "/a b")),
        Malformed("a :path with a line break", changed(":path", "/ HTTP/1.1\r\nx: y")),
        Malformed("a :method that is no token", changed(":method", "GE(T"), status: "400"),
        Malformed("a :method with a space", changed(":method", "GET /")),
        Malformed("a pseudo-field twice", [(":path", "/")] + good),
        Malformed("an unknown pseudo-field", [(":x", "1")] + good),
        Malformed("a pseudo-field of answers", [(":status", "200")] + good),
        Malformed("a pseudo-field after the others", with((":path", "/"))),
        Malformed("an extended CONNECT", [(":protocol", "websocket")] + changed(":method", "CONNECT")),
        Malformed("a CONNECT with a path", changed(":method", "CONNECT")),
        Malformed(
            "a CONNECT", [(":method", "CONNECT"), (":authority", "example.com:443")], status: "501"),
        Malformed("a name in upper case", with(("X-Upper", "1"))),
        Malformed("a name with a space", with(("x y", "1"))),
        Malformed("a name with a line break", with(("x\r\ny", "1"))),
        Malformed("a value with NUL", with(("x-a", "a\0b"))),
        Malformed("a value with CR", with(("x-a", "a\rb"))),
        Malformed("a value with LF", with(("x-a", "a\nb: c"))),
        Malformed("a value with another control", with(("x-a", "a\u{1}b")), status: "400"),
        Malformed("connection", with(("connection", "close"))),
        Malformed("keep-alive", with(("keep-alive", "1"))),
        Malformed("proxy-connection", with(("proxy-connection", "close"))),
        Malformed("transfer-encoding", with(("transfer-encoding", "chunked"))),
        Malformed("upgrade", with(("upgrade", "websocket"))),
        Malformed("te other than trailers", with(("te", "gzip"))),
        Malformed("no name at all", without(":authority"), status: "400"),
        Malformed("a Host that differs", with(("host", "other")), status: "400"),
        Malformed(
            "two Host fields", without(":authority") + [("host", "localhost"), ("host", "localhost")], status: "400"),
        Malformed("two lengths", with(("content-length", "0"), ("content-length", "0")), status: "400"),
        Malformed("an invalid Content-Length", with(("content-length", "+1")), status: "400"),
        Malformed("a length without a body", with(("content-length", "1")), status: "400"),
    ]

    @Test("A malformed head is refused, goes nowhere, and is told of", arguments: malformed)
    func refused(_ example: Malformed) async throws {
        try await HTTP2World.serve { proxy, client in
            let answer = try await client.get(1, HPACKHeaders(example.fields))
            #expect(answer.status == example.status)
            #expect(answer.reset == (example.status == nil ? .protocolError : nil))
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.code == (example.status == "501" ? .methodNotImplemented : .malformedRequest))
            #expect(proxy.tokens.requests.isEmpty)
            // The connection is none the worse for it.
            let next = try await client.get(3, HPACKHeaders(Self.without("x-upstream-host")))
            #expect(next.status == "400" && next["x-jotop-error"] == "missing_upstream")
            #expect(next.body == "missing upstream: set --upstream-host or provide X-Upstream-Host")
        }
    }

    @Test("What is no head even to HPACK ends the connection, and nothing goes on")
    func unreadable() async throws {
        try await HTTP2World.serve { proxy, client in
            try await client.head(1, HPACKHeaders(Self.with(("", "1"))), ends: true)
            #expect(await client.nextGoAway()?.code == .compressionError)
            await client.closed()
            #expect(proxy.tokens.requests.isEmpty)
        }
    }

    @Test("Host alone, or the same as :authority, is as good")
    func host() async throws {
        let upstream = try await RawServer.start()
        let serving = Task { await upstream.greetAll() }
        defer { serving.cancel() }
        try await HTTP2World.serve { _, client in
            let fields = [(":method", "GET"), (":scheme", "https"), (":path", "/"), ("x-upstream-host", upstream.name)]
            let alone = try await client.get(1, HPACKHeaders(fields + [("host", "LOCALHOST")]))
            #expect(alone.status == "200")
            let both = [(":authority", "localhost")] + fields + [("host", "Localhost")]
            let twice = try await client.get(3, HPACKHeaders(both))
            #expect(twice.status == "200")
        }
    }

    @Test(
        "A body that is longer or shorter than its head says is no body: nothing complete goes upstream",
        arguments: ["abc", "abcde"])
    func length(_ body: String) async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { proxy, client in
            try await client.head(1, .request("POST", to: upstream.name, ("content-length", "4")))
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await client.data(1, body, ends: true)
            let answer = await client.message(1)
            #expect(answer.status == "400" && answer["x-jotop-error"] == "malformed_request")
            #expect(await server.readToEnd().utf8.count < 4)
            #expect(await proxy.probe.first(\.ended)?.error?.code == .malformedRequest)
        }
    }

    @Test("Limits are those of HTTP/1: a long target 414, a large head or too many fields 431")
    func limits() async throws {
        try await HTTP2World.serve {
            $0.limits.headSize = 4000
            $0.limits.targetSize = 1000
            $0.limits.fieldCount = 20
        } _: { _, client in
            let long = "/" + String(repeating: "a", count: 1000)
            let first = try await client.get(1, .request("GET", long, to: "127.0.0.1:1"))
            #expect(first.status == "414")
            let large = String(repeating: "a", count: 4000)
            let second = try await client.get(3, .request(to: "127.0.0.1:1", ("x", large)))
            #expect(second.status == "431")
            let fields = (1...20).map { ("x\($0)", "") }
            let third = try await client.get(5, HPACKHeaders(Self.good + fields))
            #expect(third.status == "431")
        }
    }

    @Test("A web page is refused here, too, and so is a foreign name")
    func browsers() async throws {
        try await HTTP2World.serve {
            $0.guardian = BrowserGuard(acceptedHosts: BrowserGuard.loopbackNames(and: []))
        } _: { _, client in
            let page = try await client.get(1, .request(to: "127.0.0.1:1", ("sec-fetch-site", "cross-site")))
            #expect(page.status == "403" && page["x-jotop-error"] == "cross_site")
            let foreign = try await client.get(3, HPACKHeaders(Self.changed(":authority", "evil.example")))
            #expect(foreign.status == "403" && foreign["x-jotop-error"] == "host_not_accepted")
        }
    }

    @Test("A client that opens and resets streams without end is sent away, and nothing it asked for goes on")
    func rapidReset() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { proxy, client in
            for number in 0..<600 {
                let stream = HTTP2StreamID(2 * number + 1)
                client.post(stream, .headers(.init(headers: .request(to: upstream.name), endStream: true)))
                client.post(stream, .rstStream(.cancel))
            }
            #expect(await client.nextGoAway()?.code == .enhanceYourCalm)
            await client.closed()
            #expect(proxy.stats.snapshot().requests <= 501)
        }
    }

    @Test("More streams at a time than are allowed end the connection")
    func tooManyStreams() async throws {
        try await HTTP2World.secureProxy { proxy, certificate in
            proxy.tokens.answer(.silence)
            let client = try await RawHTTP2.connect(to: proxy.port, trusting: certificate)
            for number in 0..<101 { try await client.request(2 * number + 1) }
            let frames = await client.readToEnd()
            #expect(frames.contains { $0.type == .goAway })
        }
    }

    @Test(
        "Frames that cost the proxy more than the client are counted, and too many end the connection",
        arguments: RawHTTP2.Flood.allCases)
    func floods(_ flood: RawHTTP2.Flood) async throws {
        try await HTTP2World.secureProxy { proxy, certificate in
            let client = try await RawHTTP2.connect(to: proxy.port, trusting: certificate)
            try await client.flood(flood)
            let goAway = try #require(await client.readToEnd().first { $0.type == .goAway })
            #expect(goAway.errorCode == HTTP2ErrorCode.enhanceYourCalm.networkCode)
            #expect(proxy.stats.snapshot().connections <= 1)
        }
    }

    @Test(
        "A window that is widened by nothing, or by too much, ends the connection, and GOAWAY says why",
        arguments: [
            (0, 0, HTTP2ErrorCode.protocolError), (1, 0, .protocolError), (0, 0x7FFF_FFFF, .flowControlError),
            (1, 0x7FFF_FFFF, .flowControlError),
        ])
    func windows(_ stream: Int, _ increment: UInt32, _ code: HTTP2ErrorCode) async throws {
        try await HTTP2World.secureProxy { proxy, certificate in
            let client = try await RawHTTP2.connect(to: proxy.port, trusting: certificate)
            try await client.request(1, widening: stream, by: increment)
            let goAway = try #require(await client.readToEnd().first { $0.type == .goAway })
            #expect(goAway.errorCode == code.networkCode)
        }
    }

    @Test("HTTP/2 without TLS gets the answer of HTTP/1 that says so")
    func clear() async throws {
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            #expect(await client.readToEnd().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(
                await proxy.probe.first(\.ended)?.error?.detail
                    == "HTTP/2 without TLS: only HTTP/1.1 is spoken here")
        }
    }
}
