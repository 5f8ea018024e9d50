import JotopTestSupport
import NIOCore
import NIOHPACK
import NIOHTTP2
import ProxyCore
import ProxyEngine
import Testing

/// Field values that are no UTF-8 (`obs-text` of RFC 9110, section 5.5), where one side speaks HTTP/2: they go another way, or are
/// refused; nothing that nobody sent is passed on in their place.
@Suite("Bytes that are no text, and HTTP/2", .timeLimit(.minutes(5)))
struct HTTP2TextTests {
    /// `café` in Latin-1.
    private static let name: [UInt8] = Array("caf".utf8) + [0xE9]

    /// Text with a word that is no UTF-8 in the place of an asterisk.
    private static func bytes(_ text: String) -> ByteBuffer {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        return ByteBuffer(bytes: parts.joined(separator: name))
    }

    private static func ask(_ client: RawConnection, _ line: String, _ fields: String...) async throws {
        let lines = [line, "Host: localhost", "X-Upstream-Host: \(SecureUpstream.name)"] + fields
        try await client.channel.writeAndFlush(bytes(lines.joined(separator: "\r\n") + "\r\n\r\n"))
    }

    @Test(
        "A request that has some goes by HTTP/1.1, though its upstream would rather have HTTP/2; one that has none does not",
        arguments: [("GET / HTTP/1.1", "X-Name: *"), ("GET /* HTTP/1.1", "X-Name: 1")])
    func request(_ line: String, _ field: String) async throws {
        let upstream = try await SecureUpstream.start(["h2", "http/1.1"])
        try await upstream.proxied { proxy in
            let client = try await proxy.connect()
            try await Self.ask(client, line, field)
            let server = try await upstream.acceptOld()
            #expect(await server.readMessage().contains("caf\u{FFFD}"))
            try await server.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(await client.readMessage() == "HTTP/1.1 204 No Content\r\n\r\n")
            try await client.ask("GET / HTTP/1.1", ["X-Name: naïve"])
            let newer = try await upstream.accept()
            #expect(await newer.nextHead()?["x-name"] == "naïve")
            try await newer.answer(1)
            #expect(await client.readMessage().hasSuffix("ok"))
        }
    }

    @Test("A request whose trailers have some is refused, and its stream cancelled")
    func requestTrailers() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied { proxy in
            let client = try await proxy.ask("POST / HTTP/1.1", "Transfer-Encoding: chunked", body: "3\r\none\r\n")
            let server = try await upstream.accept()
            #expect(await server.nextData(1)?.text == "one")
            try await client.channel.writeAndFlush(Self.bytes("0\r\nX-Sum: *\r\n\r\n"))
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 400 "))
            #expect(await server.nextReset(1) == .cancel)
            #expect(await proxy.probe.first(\.ended)?.error?.code == .malformedRequest)
        }
    }

    @Test("A request that a client sends by HTTP/2 is refused, and goes nowhere")
    func fromClient() async throws {
        try await HTTP2World.secureProxy { proxy, certificate in
            let client = try await RawHTTP2.connect(to: proxy.port, trusting: certificate)
            var block = ByteBuffer(bytes: [0x82, 0x87, 0x84, 0x01, 9])
            block.writeString("localhost")
            block.writeBytes([0x00, 6] + "x-name".utf8 + [4] + Self.name)
            try await client.frame(.headers, flags: 0x5, stream: 1, block)
            let error = try #require(await proxy.probe.first(\.ended)?.error)
            #expect(error.code == .malformedRequest)
            #expect(error.detail == "a field value that is not UTF-8: only HTTP/1.1 carries such bytes here")
            #expect(proxy.tokens.requests.isEmpty)
        }
    }

    /// What comes of a request by HTTP/2 whose upstream answers it in HTTP/1.1.
    ///
    /// - Parameter answer: as ``bytes(_:)`` takes it.
    private static func message(
        _ stream: HTTP2StreamID, to client: FrameConnection, from upstream: RawServer, answer: String
    ) async throws -> ReceivedMessage {
        try await client.head(stream, .request(to: upstream.name), ends: true)
        let server = try await upstream.accept()
        _ = await server.readMessage()
        try await server.channel.writeAndFlush(bytes(answer))
        return await client.message(stream)
    }

    @Test("An answer that has some is 502 for a client in HTTP/2, and passes where only its reason has")
    func answer() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { proxy, client in
            let refusal = try await Self.message(
                1, to: client, from: upstream,
                answer: "HTTP/1.1 200 OK\r\nX-Name: *\r\nContent-Length: 2\r\n\r\nok")
            #expect(refusal.status == "502" && refusal["x-jotop-error"] == "upstream_unavailable")
            #expect(refusal.body == "upstream unavailable" && refusal.isComplete)
            let error = try #require(await proxy.probe.first(\.ended)?.error)
            #expect(error.detail.hasPrefix("the upstream answered 200 with a field value that is not UTF-8"))
            let passed = try await Self.message(
                3, to: client, from: upstream,
                answer: "HTTP/1.1 103 Hints\r\nLink: *\r\n\r\nHTTP/1.1 404 *\r\nContent-Length: 2\r\n\r\nno")
            #expect(passed.interim == [] && passed.status == "404" && passed.body == "no" && passed.isComplete)
        }
    }

    @Test("An answer whose trailers have some is broken off for a client in HTTP/2")
    func answerTrailers() async throws {
        let upstream = try await RawServer.start()
        try await HTTP2World.serve { proxy, client in
            let answer = try await Self.message(
                1, to: client, from: upstream,
                answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: *\r\n\r\n")
            #expect(answer.status == "200" && answer.trailers == nil && answer.reset == .internalError)
            #expect(await proxy.probe.first(\.ended)?.error?.code == .upstreamAborted)
        }
    }

    @Test("An answer that came by HTTP/2 is 502 once; for a while its upstream is spoken to in HTTP/1.1")
    func fromUpstream() async throws {
        let upstream = try await SecureUpstream.start(["h2", "http/1.1"])
        try await upstream.proxied { proxy in
            let client = try await proxy.ask()
            let server = try await upstream.accept()
            _ = await server.nextHead()
            // What NIOHPACK makes of the byte.
            try await server.head(1, [":status": "200", "x-name": "caf\u{FFFD}"])
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 502 "))
            #expect(await server.nextReset(1) == .cancel)
            let error = try #require(await proxy.probe.first(\.ended)?.error)
            #expect(error.detail.contains("not UTF-8"))
            // The same client, hence the same event loop.
            try await client.ask()
            let older = try await upstream.acceptOld()
            #expect(await older.readMessage().hasPrefix("GET / HTTP/1.1\r\n"))
            try await older.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(await client.readMessage() == "HTTP/1.1 204 No Content\r\n\r\n")
        }
    }

    /// A client whose request was answered, by HTTP/2, with what cannot be passed on.
    private static func refused(_ proxy: RunningProxy, _ upstream: SecureUpstream) async throws -> (
        RawConnection, FrameConnection
    ) {
        let client = try await proxy.ask()
        let server = try await upstream.accept()
        _ = await server.nextHead()
        try await server.head(1, [":status": "200", "x-name": "caf\u{FFFD}"], ends: true)
        #expect(await client.readMessage().hasPrefix("HTTP/1.1 502 "))
        return (client, server)
    }

    @Test("An upstream that ends the handshake without HTTP/2 is asked in HTTP/2 after all, and no request is lost")
    func nothingElse() async throws {
        let upstream = try await SecureUpstream.start(isStrict: true)
        try await upstream.proxied { proxy in
            let (client, server) = try await Self.refused(proxy, upstream)
            for stream in [HTTP2StreamID(3), 5] {
                try await client.ask()
                #expect(await server.nextHead()?.stream == stream)
                try await server.answer(stream)
                #expect(await client.readMessage().hasSuffix("ok"))
            }
        }
    }

    @Test("An upstream that answers nothing to HTTP/1.1 is asked in HTTP/2 the next time")
    func noAnswer() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied { proxy in
            let (client, server) = try await Self.refused(proxy, upstream)
            try await client.ask()
            let older = try await upstream.acceptOld()
            #expect(await older.readMessage().hasPrefix("GET / HTTP/1.1\r\n"))
            await older.close()
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 502 "))
            try await client.ask()
            #expect(await server.nextHead()?.stream == 3)
            try await server.answer(3)
            #expect(await client.readMessage().hasSuffix("ok"))
        }
    }
}
