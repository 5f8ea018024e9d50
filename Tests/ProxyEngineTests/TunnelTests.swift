import Foundation
import JotopTestSupport
import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// A change of protocol (RFC 9110, section 7.8), byte for byte: raw sockets on both sides.
@Suite("Tunnels", .timeLimit(.minutes(5)))
struct TunnelTests {
    private static let switching =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
    private static let passedOn =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"

    private static func handshake(_ upstream: RawServer, protocols: String = "websocket") -> String {
        """
        GET /chat HTTP/1.1\r
        Host: x\r
        X-Upstream-Host: 127.0.0.1:\(upstream.port)\r
        Connection: keep-alive, Upgrade\r
        Upgrade: \(protocols)\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r

        """
    }

    /// Runs `body` with both ends of a tunnel.
    private func tunnel(
        sent early: (client: String, upstream: String) = ("", ""),
        _ body: (RawConnection, RawConnection, RunningProxy) async throws -> Void
    ) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.handshake(upstream) + early.client)
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write(Self.switching + early.upstream)
            #expect(await client.read(through: "\r\n\r\n") == Self.passedOn)
            try await body(client, server, proxy)
        }
    }

    @Test("The handshake carries the token and asks for the protocol; then bytes go both ways as they are")
    func handshake() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.handshake(upstream))
            let server = try await upstream.accept()
            let token = FakeTokens.compact(audiences: ["http://127.0.0.1"])
            #expect(
                await server.read(through: "\r\n\r\n") == """
                    GET /chat HTTP/1.1\r
                    Host: 127.0.0.1:\(upstream.port)\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Authorization: Bearer \(token)\r
                    \r

                    """)
            try await server.write(Self.switching)
            #expect(await client.read(through: "\r\n\r\n") == Self.passedOn)
            for round in 1...3 {
                try await client.write("ping\(round)\r\n\u{0}")
                #expect(await server.read(through: "\u{0}") == "ping\(round)\r\n\u{0}")
                try await server.write("HTTP/1.1 pong\(round)\u{0}")
                #expect(await client.read(through: "\u{0}") == "HTTP/1.1 pong\(round)\u{0}")
            }
            await server.close()
            #expect(await client.readToEnd() == "")
            await client.close()
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error == nil && end.status == 101)
            #expect(end.requestBytes == 3 * 8 && end.responseBytes == 3 * 15)
            #expect(proxy.stats.snapshot().inFlight == 0)
        }
    }

    @Test("What comes along with the handshake, from either side, arrives first")
    func early() async throws {
        try await tunnel(sent: ("hello from the client", "hello from upstream")) { client, server, _ in
            #expect(await client.read(through: "upstream") == "hello from upstream")
            #expect(await server.read(through: "client") == "hello from the client")
            try await client.write("!")
            #expect(await server.read(through: "!") == "!")
        }
    }

    @Test("What comes along with the handshake arrives even if it was the last")
    func earlyAndLast() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            for _ in 1...20 {
                let client = try await proxy.connect()
                try await client.write(Self.handshake(upstream))
                let server = try await upstream.accept()
                _ = await server.read(through: "\r\n\r\n")
                try await server.write(Self.switching + "goodbye")
                try await server.channel.close(mode: .output)
                #expect(await client.readToEnd() == Self.passedOn + "goodbye")
                await client.close()
                await server.closed()
            }
        }
    }

    @Test("Bytes are bytes", arguments: [true, false])
    func binary(_ isEarly: Bool) throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("GET / HTTP/1.1", "Connection: upgrade", "Upgrade: websocket"))
        let bytes = ByteBuffer(bytes: (0...255).map { UInt8($0) })
        var answer = ByteBuffer(string: Self.switching)
        if isEarly { answer.writeImmutableBuffer(bytes) }
        try proxy.upstreamSends(answer)
        _ = try proxy.upstreamGets()
        if !isEarly { try proxy.upstreamSends(bytes) }
        var got: [UInt8] = []
        while let piece = try proxy.client.readOutbound(as: ByteBuffer.self) { got += piece.readableBytesView }
        #expect(got.suffix(256) == Array(bytes.readableBytesView)[...])
        #expect(got.count == Self.passedOn.utf8.count + 256)
        try proxy.clientSends(bytes)
        #expect(try proxy.upstream.readOutbound(as: ByteBuffer.self) == bytes)
    }

    @Test("A client that says no more goes on listening")
    func clientHalfCloses() async throws {
        try await tunnel { client, server, proxy in
            try await client.write("last words")
            try await client.channel.close(mode: .output)
            #expect(await server.readToEnd() == "last words")
            try await server.write("the answer")
            #expect(await client.read(through: "answer") == "the answer")
            await server.close()
            #expect(await client.readToEnd() == "")
            await client.closed()
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error == nil && end.responseBytes == 10)
        }
    }

    @Test("An upstream that says no more goes on listening")
    func upstreamHalfCloses() async throws {
        try await tunnel { client, server, proxy in
            try await server.write("last words")
            try await server.channel.close(mode: .output)
            #expect(await client.readToEnd() == "last words")
            try await client.write("the answer")
            #expect(await server.read(through: "answer") == "the answer")
            await client.close()
            await server.closed()
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error == nil && end.requestBytes == 10)
        }
    }

    @Test("A tunnel that breaks on one side breaks on the other, and is told as a failure")
    func breaks() async throws {
        try await tunnel { client, server, proxy in
            let socket = try #require(server.channel as? any SocketOptionProvider)
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
            await server.close()
            _ = await client.readToEnd()
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.code == .upstreamAborted)
        }
    }

    @Test("Who does not read holds the other side back", arguments: [true, false])
    func backpressure(_ clientSends: Bool) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.handshake(upstream))
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write(Self.switching)
            _ = await client.read(through: "\r\n\r\n")
            let (sender, reader) = clientSends ? (client, server) : (server, client)
            try await reader.channel.setOption(.autoRead, value: false).get()
            let sent = Tally()
            let sending = Task { await sender.flood(counting: sent) }
            // Other exchanges are the clock here: refusals, each on a connection of its own.
            for _ in 1...200 {
                let other = try await proxy.connect()
                try await other.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                _ = await other.readMessage()
                await other.close()
            }
            #expect((1..<64).contains(sent.value))
            await client.close()
            await server.close()
            await sending.value
        }
    }

    @Test("An upstream that will not change is answered for as always, and the connection ends")
    func refused() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.handshake(upstream))
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno")
            #expect(
                await client.readToEnd()
                    == "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
        }
    }

    @Test(
        "A change that nobody asked for is 502, and its connection is dropped",
        arguments: [
            ("websocket", "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: mqtt\r\n\r\n"),
            (
                "websocket",
                "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\nUpgrade: mqtt\r\n\r\n"
            ),
            ("websocket", "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n"), ("h2c", switching),
        ])
    func unasked(_ protocols: String, _ answer: String) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.handshake(upstream, protocols: protocols))
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write(answer)
            #expect(await client.readMessage().hasSuffix("upstream unavailable"))
            #expect(await server.readToEnd() == "")
        }
    }

    @Test("HTTP/2 in clear text is never asked for: its requests would have no token")
    func h2c() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.handshake(upstream, protocols: "h2c"))
            let server = try await upstream.accept()
            let head = await server.read(through: "\r\n\r\n")
            #expect(!head.contains("Upgrade") && !head.contains("Connection"))
        }
    }
}
