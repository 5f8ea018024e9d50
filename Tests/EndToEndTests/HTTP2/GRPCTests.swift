import JotopTestSupport
import NIOCore
import NIOHPACK
import NIOHTTP2
import ProxyCore
import ProxyEngine
import Testing

/// Calls as gRPC's libraries make them (gRPC over HTTP/2, "PROTOCOL-HTTP2.md"), with TLS on both sides.
@Suite("gRPC", .timeLimit(.minutes(5)))
struct GRPCTests {
    private static func call(_ method: String, _ more: (String, String)...) -> HPACKHeaders {
        HPACKHeaders(
            [
                (":method", "POST"), (":scheme", "https"), (":path", "/test.Echo/\(method)"),
                (":authority", "localhost"), ("te", "trailers"), ("content-type", "application/grpc"),
                ("grpc-accept-encoding", "identity"), ("x-upstream-host", SecureUpstream.name),
            ] + more)
    }

    @Test("A unary call: message, metadata in binary, status in the trailers")
    func unary() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { proxy, client in
            try await client.head(1, Self.call("Get", ("trace-bin", "AAEC/w")))
            try await client.message("ping", on: 1, ends: true)
            let server = try await upstream.accept()
            let head = try #require(await server.nextHead())
            #expect(head[":path"] == "/test.Echo/Get" && head["te"] == "trailers" && head["trace-bin"] == "AAEC/w")
            #expect(head["content-type"] == "application/grpc" && head["authorization"]?.hasPrefix("Bearer ") == true)
            #expect(await server.nextMessage(1) == "ping")
            try await server.head(1, [":status": "200", "content-type": "application/grpc", "seen-bin": "//8"])
            try await server.message("pong", on: 1)
            try await server.head(
                1, ["grpc-status": "0", "grpc-message": "fine%20", "detail-bin": "AA"], ends: true)
            let answer = await client.message(1)
            #expect(answer["seen-bin"] == "//8" && answer.body == "\0\0\0\0\u{4}pong")
            #expect(answer.trailers == ["grpc-status": "0", "grpc-message": "fine%20", "detail-bin": "AA"])
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.status == 200 && end.error == nil)
        }
    }

    @Test("An answer that is nothing but trailers is one head")
    func trailersOnly() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { _, client in
            try await client.head(1, Self.call("Get"))
            try await client.message("ping", on: 1, ends: true)
            let server = try await upstream.accept()
            _ = await server.nextHead()
            try await server.head(
                1, [":status": "200", "content-type": "application/grpc", "grpc-status": "5"], ends: true)
            let head = try #require(await client.nextHead())
            #expect(head.ends && head["grpc-status"] == "5" && head[":status"] == "200")
        }
    }

    @Test("What gRPC refuses is a problem, whether it says so in the head or in the trailers", arguments: ["16", "7"])
    func refused(_ status: String) async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { proxy, client in
            for stream in [1, 3] as [HTTP2StreamID] {
                try await client.head(stream, Self.call("Get"), ends: true)
            }
            let server = try await upstream.accept()
            for _ in 1...2 { _ = await server.nextHead() }
            let head = [(":status", "200"), ("content-type", "application/grpc")]
            try await server.head(1, HPACKHeaders(head + [("grpc-status", status)]), ends: true)
            _ = await client.message(1)
            try await server.head(3, HPACKHeaders(head))
            try await server.message("some", on: 3)
            try await server.head(3, ["grpc-status": "\(status)"], ends: true)
            _ = await client.message(3)
            for stream in [1, 2] as [UInt64] {
                let end = try #require(
                    await proxy.probe.first { $0.ended?.start.id == FlowID(stream) ? $0.ended : nil })
                #expect(end.isProblem && end.status == 200 && end.meantStatus == (status == "16" ? 401 : 403))
            }
            #expect(proxy.stats.snapshot().problems == 2)
        }
    }

    @Test("A stream of answers comes message by message, as they are sent")
    func serverStreaming() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { _, client in
            try await client.head(1, Self.call("List"))
            try await client.message("from 1", on: 1, ends: true)
            let server = try await upstream.accept()
            _ = await server.nextHead()
            try await server.head(1, [":status": "200", "content-type": "application/grpc"])
            #expect(await client.nextHead()?[":status"] == "200")
            for number in 1...20 {
                try await server.message("item \(number)", on: 1)
                #expect(await client.nextMessage(1) == "item \(number)")
            }
            try await server.head(1, ["grpc-status": "0"], ends: true)
            #expect(await client.nextHead()?.fields == ["grpc-status": "0"])
        }
    }

    @Test("Both sides talk in turn; the client ends first")
    func bidirectional() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { _, client in
            try await client.head(1, Self.call("Chat"))
            let server = try await upstream.accept()
            #expect(await server.nextHead()?[":path"] == "/test.Echo/Chat")
            try await server.head(1, [":status": "200", "content-type": "application/grpc"])
            #expect(await client.nextHead()?[":status"] == "200")
            for number in 1...20 {
                try await client.message("question \(number)", on: 1)
                #expect(await server.nextMessage(1) == "question \(number)")
                try await server.message("answer \(number)", on: 1)
                #expect(await client.nextMessage(1) == "answer \(number)")
            }
            try await client.data(1, "", ends: true)
            #expect(await server.nextData(1)?.ends == true)
            try await server.message("last", on: 1)
            #expect(await client.nextMessage(1) == "last")
            try await server.head(1, ["grpc-status": "0"], ends: true)
            #expect(await client.nextHead()?["grpc-status"] == "0")
        }
    }

    @Test("A deadline goes through as it was said; a client that gives up takes the call away from the server")
    func cancelled() async throws {
        let upstream = try await SecureUpstream.start()
        try await upstream.served { proxy, client in
            try await client.head(1, Self.call("Chat", ("grpc-timeout", "100m")))
            let server = try await upstream.accept()
            #expect(await server.nextHead()?["grpc-timeout"] == "100m")
            try await server.head(1, [":status": "200"])
            #expect(await client.nextHead()?[":status"] == "200")
            try await client.send(1, .rstStream(.cancel))
            #expect(await server.nextReset(1) == .cancel)
            #expect(await proxy.probe.first(\.ended)?.error?.code == .clientGone)
        }
    }

    @Test("A call goes to a server in HTTP/1.1, too: chunks, and trailers")
    func oldServer() async throws {
        let upstream = try await SecureUpstream.start(["http/1.1"])
        try await upstream.served { _, client in
            try await client.head(1, Self.call("Get"))
            try await client.message("ping", on: 1, ends: true)
            let server = try await upstream.acceptOld()
            let head = await server.read(through: "\r\n\r\n")
            #expect(head.contains("\r\nte: trailers\r\n") && head.contains("\r\nTransfer-Encoding: chunked\r\n"))
            #expect(await server.read(through: "0\r\n\r\n") == "9\r\n\0\0\0\0\u{4}ping\r\n0\r\n\r\n")
            try await server.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\ngrpc-status: 0\r\n\r\n")
            #expect(await client.message(1).trailers == ["grpc-status": "0"])
        }
    }
}

extension FrameConnection {
    /// Sends a message in gRPC's frame: not compressed, its length, its bytes.
    fileprivate func message(_ text: String, on stream: HTTP2StreamID, ends: Bool = false) async throws {
        var bytes = ByteBuffer()
        bytes.writeInteger(UInt8(0))
        bytes.writeInteger(UInt32(text.utf8.count))
        bytes.writeString(text)
        try await send(stream, .data(.init(data: .byteBuffer(bytes), endStream: ends)))
    }

    /// The next message, which has to come in one piece.
    fileprivate func nextMessage(_ stream: HTTP2StreamID) async -> String? {
        await nextData(stream).map { String($0.text.dropFirst(5)) }
    }
}
