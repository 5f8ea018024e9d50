import JotopTestSupport
import ProxyCore
import Testing

@testable import ProxyEngine

/// What the tests in memory show of bytes, over sockets on both sides.
@Suite("Byte for byte over sockets", .timeLimit(.minutes(5)))
struct SocketTests {
    private static func head(_ line: String, to upstream: RawServer, _ fields: String...) -> String {
        ([line, "Host: localhost", "X-Upstream-Host: 127.0.0.1:\(upstream.port)"] + fields).joined(separator: "\r\n")
            + "\r\n\r\n"
    }

    @Test(
        "Each head that frames nothing for certain, or has a line that is none, is refused, and nothing goes upstream")
    func framing() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            for fields in FramingTests.lengths + FramingTests.heads {
                let client = try await proxy.connect()
                let next = Self.head("GET /next HTTP/1.1", to: upstream)
                try await client.write(Self.head("POST / HTTP/1.1", to: upstream, fields) + "0\r\n\r\n" + next)
                let answer = await client.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(fields.debugDescription)")
                #expect(answer.contains("\r\nConnection: close\r\n") && answer.components(of: "HTTP/1.1 ") == 1)
            }
            let lines = FramingTests.requestLines.map { Self.head($0, to: upstream) }
            for bytes in lines + FramingTests.oddLineEnds {
                let client = try await proxy.connect()
                try await client.write(bytes + Self.head("GET /next HTTP/1.1", to: upstream))
                let answer = await client.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(bytes.debugDescription)")
                #expect(answer.components(of: "HTTP/1.1 ") == 1)
            }
            let client = try await proxy.connect()
            try await client.write(Self.head("GET /good HTTP/1.1", to: upstream))
            let first = try await upstream.accept()
            #expect(await first.read(through: "\r\n\r\n").hasPrefix("GET /good HTTP/1.1\r\n"))
        }
    }

    @Test("Each chunk that is none is refused, and what had gone upstream is cut off there")
    func chunks() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            for chunk in FramingTests.chunks {
                let client = try await proxy.connect()
                let head = Self.head("POST / HTTP/1.1", to: upstream, "Transfer-Encoding: chunked")
                try await client.write(head + chunk + "0\r\n\r\n" + Self.head("GET /next HTTP/1.1", to: upstream))
                let answer = await client.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(chunk.debugDescription)")
                #expect(answer.components(of: "HTTP/1.1 ") == 1)
                let server = try await upstream.accept()
                let sent = await server.readToEnd()
                #expect(sent.isEmpty || sent.hasPrefix("POST / HTTP/1.1\r\n") && !sent.contains("/next"))
                #expect(!sent.hasSuffix("\r\n0\r\n\r\n"), "\(chunk.debugDescription)")
            }
        }
    }

    @Test("Each target goes upstream as it came, over connections that stay open on both sides")
    func targets() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            var server: RawConnection?
            for (asked, sent) in TransparencyTests.targets {
                try await client.write(Self.head("GET \(asked) HTTP/1.1", to: upstream, "x-B: 2", "X-a:  1", "X-B: "))
                let connection = if let server { server } else { try await upstream.accept() }
                server = connection
                let request = await connection.read(through: "\r\n\r\n")
                let wanted =
                    "GET \(sent) HTTP/1.1\r\nHost: 127.0.0.1:\(upstream.port)\r\nx-B: 2\r\nX-a:  1\r\nX-B: \r\n"
                #expect(request.hasPrefix(wanted + "Authorization: Bearer "))
                try await connection.write("HTTP/1.1 204 No Content\r\n\r\n")
                #expect(await client.read(through: "\r\n\r\n") == "HTTP/1.1 204 No Content\r\n\r\n")
            }
        }
    }

    static let answers = [
        "HTTP/1.1 200 OK\r\nx-B: 2\r\nX-a:  1\r\nX-B: \r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 299 Oddly enough\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 599 \r\nContent-Length: 2\r\n\r\nno",
        "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u{1F}\u{8}\u{0}\u{7F}",
    ]

    @Test("Each answer comes as the upstream wrote it", arguments: answers)
    func answer(_ bytes: String) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.head("GET / HTTP/1.1", to: upstream))
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write(bytes)
            #expect(await client.read(through: bytes) == bytes)
        }
    }

    @Test("Trailers come behind the chunks that they belong to")
    func trailers() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(Self.head("GET / HTTP/1.1", to: upstream, "TE: trailers"))
            let server = try await upstream.accept()
            #expect(await server.read(through: "\r\n\r\n").contains("\r\nTE: trailers\r\n"))
            let body = "3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n"
            try await server.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n\(body)")
            #expect(await client.read(through: "\r\n\r\n").contains("\r\nTrailer: X-Sum\r\n"))
            #expect(await client.read(through: body) == body)
        }
    }

    @Test("Each answer that frames its body in no way, or in two, is 502, and its connection is dropped")
    func answerFraming() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            for fields in FramingTests.answers {
                let client = try await proxy.connect()
                try await client.write(Self.head("GET / HTTP/1.1", to: upstream))
                let server = try await upstream.accept()
                _ = await server.read(through: "\r\n\r\n")
                try await server.write("HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n0\r\n\r\n")
                #expect(
                    await client.readMessage().hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"), "\(fields.debugDescription)")
                _ = await server.readToEnd()
                await client.close()
            }
        }
    }

    @Test("Any protocol that both sides agree on is tunnelled, with the token in its first request")
    func upgrade() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(
                Self.head("GET / HTTP/1.1", to: upstream, "Connection: upgrade", "Upgrade: foo/1, bar"))
            let server = try await upstream.accept()
            let request = await server.read(through: "\r\n\r\n")
            #expect(request.contains("\r\nUpgrade: foo/1, bar\r\n") && request.contains("\r\nAuthorization: Bearer "))
            try await server.write(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: foo/1\r\n\r\n\u{1}first")
            #expect(await client.read(through: "\r\n\r\n").hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
            #expect(await client.read(through: "first") == "\u{1}first")
            try await client.write("GET / HTTP/1.1\r\n\r\n")
            #expect(await server.read(through: "\r\n\r\n") == "GET / HTTP/1.1\r\n\r\n")
            await client.close()
            #expect(await server.readToEnd().isEmpty)
        }
    }

    @Test("A client that leaves within its answer ends the upstream's request at once")
    func leavesWithinAnswer() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let (client, server) = try await proxy.exchange(over: upstream)
            try await server.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
            #expect(await client.read(through: "data: 1\n\n").hasSuffix("data: 1\n\n"))
            await client.close()
            #expect(await server.readToEnd().isEmpty)
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.code == .clientGone)
        }
    }

    @Test("A client that leaves within its upload ends the upstream's request at once, and never completes it")
    func leavesWithinUpload() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(
                Self.head("POST / HTTP/1.1", to: upstream, "Transfer-Encoding: chunked") + "3\r\nabc\r\n")
            let server = try await upstream.accept()
            #expect(await server.read(through: "abc\r\n").hasSuffix("3\r\nabc\r\n"))
            await client.close()
            #expect(await server.readToEnd().isEmpty)
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.code == .clientGone)
        }
    }
}
