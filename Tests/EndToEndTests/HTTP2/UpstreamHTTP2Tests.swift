import JotopTestSupport
import NIOConcurrencyHelpers
import NIOCore
import NIOHPACK
import NIOHTTP2
import OutboundProxies
import ProxyCore
import ProxyEngine
import Testing

@Suite("HTTP/2 towards upstreams", .timeLimit(.minutes(5)))
struct UpstreamHTTP2Tests {
    @Test(
        "A request of HTTP/1.1 goes on in HTTP/2: small letters, no field of connections, one token; trailers both ways"
    )
    func translated() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied { proxy in
            let client = try await proxy.ask(
                "POST /a//b?c HTTP/1.1", "X-Case: Kept", "Connection: x-gone", "X-Gone: 1", "TE: trailers",
                "Keep-Alive: 1", "authorization: Basic x", "Transfer-Encoding: chunked", body: "3\r\none\r\n")
            let server = try await upstream.accept()
            let head = try #require(await server.nextHead())
            #expect(!head.ends)
            var fields = head.fields
            #expect(fields["authorization"].count == 1 && head["authorization"]?.hasPrefix("Bearer ") == true)
            fields.remove(name: "authorization")
            #expect(
                fields == [
                    ":method": "POST", ":scheme": "https", ":authority": SecureUpstream.name, ":path": "/a//b?c",
                    "x-case": "Kept", "te": "trailers",
                ])
            #expect(await server.nextData(1)?.text == "one")
            try await client.write("0\r\nX-Sum: 3\r\n\r\n")
            let trailers = try #require(await server.nextHead())
            #expect(trailers.fields == ["x-sum": "3"] && trailers.ends)
            try await server.head(1, [":status": "103", "link": "x"])
            try await server.head(1, [":status": "200", "x-two": "1", "x-two": "2"])
            #expect(
                await client.read(through: "\r\n\r\n") == "HTTP/1.1 103 \r\nlink: x\r\n\r\n")
            try await server.data(1, "")
            try await server.data(1, "live")
            #expect(
                await client.read(through: "4\r\nlive\r\n")
                    == "HTTP/1.1 200 \r\nx-two: 1\r\nx-two: 2\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nlive\r\n")
            try await server.head(1, ["x-end": "1"], ends: true)
            #expect(await client.read(through: "\r\n\r\n") == "0\r\nx-end: 1\r\n\r\n")
        }
    }

    @Test("Requests that arrive during the handshake wait for it, and share the connection")
    func shared() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.proxied { proxy in
            var clients: [RawConnection] = []
            for number in 0..<10 { clients.append(try await proxy.ask("GET /\(number) HTTP/1.1")) }
            // Each event loop has a connection of its own; a client stays on one of them.
            let connections = Task { await upstream.answerAll() }
            for client in clients { #expect(await client.readMessage().hasSuffix("\r\n\r\nok")) }
            connections.cancel()
            let count = await connections.value
            #expect(count <= System.coreCount)
            #expect(proxy.stats.snapshot().requests == 10)
        }
    }

    @Test("Where the upstream chooses HTTP/1.1, each has a connection of its own")
    func fallback() async throws {
        let upstream = try await SecureUpstream.start(["http/1.1"])
        try await upstream.proxied { proxy in
            var clients: [RawConnection] = []
            for _ in 0..<5 { clients.append(try await proxy.ask()) }
            // None is answered before all are there: a connection that is free again takes the next request.
            var servers: [RawConnection] = []
            for _ in 0..<5 { servers.append(try await upstream.acceptOld()) }
            for server in servers {
                #expect(await server.readMessage().hasPrefix("GET / HTTP/1.1\r\nHost: api.example.com\r\n"))
                try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            for client in clients { #expect(await client.readMessage().hasSuffix("ok")) }
        }
    }

    @Test("No more streams are opened than the upstream allows: another connection takes the rest")
    func full() async throws {
        let upstream = try await SecureUpstream.start(streams: 2)
        try await upstream.served { _, client in
            for stream: HTTP2StreamID in [1, 3, 5] {
                try await client.head(stream, .request(to: SecureUpstream.name), ends: true)
            }
            let first = try await upstream.accept()
            let second = try await upstream.accept()
            for (server, streams) in [(first, 2), (second, 1)] {
                for number in 0..<streams {
                    #expect(await server.nextHead()?.stream == HTTP2StreamID(2 * number + 1))
                }
                for number in 0..<streams { try await server.answer(HTTP2StreamID(2 * number + 1)) }
            }
            for stream: HTTP2StreamID in [1, 3, 5] { #expect(await client.message(stream).body == "ok") }
        }
    }

    @Test("A thousand requests one after another, and a hundred at a time, over one connection each way")
    func many() async throws {
        let upstream = try await SecureUpstream.start()
        let answering = Task { await upstream.answerAll() }
        defer { answering.cancel() }
        try await upstream.served { _, client in
            for number in 0..<1000 {
                let answer = try await client.get(HTTP2StreamID(2 * number + 1), .request(to: SecureUpstream.name))
                guard answer.status == "200", answer.body == "ok" else {
                    Issue.record("request \(number): \(answer)")
                    return
                }
            }
            let streams = (1000..<1100).map { HTTP2StreamID(2 * $0 + 1) }
            for stream in streams { try await client.head(stream, .request(to: SecureUpstream.name), ends: true) }
            for stream in streams { #expect(await client.message(stream).body == "ok") }
        }
        answering.cancel()
        #expect(await answering.value == 1)
    }

    @Test("Whoever wants to leave HTTP gets a connection in HTTP/1.1, though the upstream would rather have HTTP/2")
    func upgrade() async throws {
        let upstream = try await SecureUpstream.start(["h2", "http/1.1"])
        try await upstream.proxied { proxy in
            let client = try await proxy.ask("GET / HTTP/1.1", "Connection: upgrade", "Upgrade: websocket")
            let server = try await upstream.acceptOld()
            #expect(await server.readMessage().contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"))
            try await server.write("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n")
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 400 No\r\n"))
            // That connection is not what an ordinary request gets.
            let ordinary = try await proxy.ask()
            let other = try await upstream.accept()
            _ = await other.nextHead()
            try await other.answer(1)
            #expect(await ordinary.readMessage().hasSuffix("ok"))
        }
    }

    @Test("A client that reads slowly holds back its own stream, within a bound, and no other")
    func flowControl() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served(window: 1000) { _, client in
            try await client.head(1, .request("GET", "/stuck", to: SecureUpstream.name), ends: true)
            let server = try await upstream.accept()
            _ = await server.nextHead()
            try await server.head(1, [":status": "200"])
            server.post(1, .data(.init(data: .byteBuffer(ByteBuffer(repeating: 0x78, count: 64 << 20)))))
            #expect(await client.nextData(1)?.text.utf8.count == 1000)
            for stream in stride(from: 3, through: 41, by: 2) {
                let stream = HTTP2StreamID(stream)
                try await client.head(stream, .request(to: SecureUpstream.name), ends: true)
                #expect(await server.nextHead()?.stream == stream)
                try await server.answer(stream, "flows")
                #expect(await client.message(stream).body == "flows")
            }
            #expect(await server.granted(1) < 4 << 20)
            try await client.send(1, .rstStream(.cancel))
            #expect(await server.nextReset(1) == .cancel)
        }
    }

    @Test("Through a proxy it is the same: CONNECT, TLS to the upstream, HTTP/2 inside")
    func throughProxy() async throws {
        let upstream = try await SecureUpstream.start()
        let hop = try await RelayingProxy.start(to: upstream.port)
        let rules = try ProxyRules(environment: ["HTTPS_PROXY": "http://127.0.0.1:\(hop.port)"])
        try await upstream.proxied {
            $0.proxies = rules
            // The proxy resolves names itself.
            $0.makeResolver = nil
        } _: { proxy in
            let client = try await proxy.ask()
            let server = try await upstream.accept()
            #expect(await server.nextHead()?[":authority"] == SecureUpstream.name)
            try await server.answer(1)
            #expect(await client.readMessage().hasSuffix("ok"))
            #expect(hop.asked.withLockedValue { $0.count } == 1)
        }
    }
}

extension SecureUpstream {
    /// Answers every request of every connection until the task is cancelled.
    ///
    /// - Returns: how many connections there were.
    func answerAll() async -> Int { await serveAll { try? await $0.answer($1) }.connections }
}
