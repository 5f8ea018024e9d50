import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import EmulatedSTS

@Suite("The loopback server")
struct LoopbackServerTests {
    /// Starts a server, runs `body` with its port, and stops it again.
    private func serve(
        maximumBodySize: Int = 1 << 20, _ handler: @escaping LoopbackServer.Handler, _ body: (Int) async throws -> Void
    ) async throws {
        let listener = try await LoopbackServer.bind(on: MultiThreadedEventLoopGroup.singleton)
        let server = LoopbackServer(listener, maximumBodySize: maximumBodySize, handler: handler)
        do { try await body(listener.port) } catch {
            await server.shutdown()
            throw error
        }
        await server.shutdown()
    }

    private static let echo: LoopbackServer.Handler = { request in
        LoopbackResponse(
            status: .ok, type: "text/plain", text: "\(request.method) \(request.target) \(request.body.count)")
    }

    @Test("Several requests share a connection, pipelined ones are answered in order")
    func keepAlive() async throws {
        try await serve(Self.echo) { port in
            let answer = try await RawConnection.exchange(
                """
                GET /one HTTP/1.1\r\nHost: x\r\n\r\n\
                POST /two?q HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc\
                GET /three HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n
                """, port: port)
            #expect(answer.ranges(of: "HTTP/1.1 200 OK").count == 3)
            let order = ["GET /one 0", "POST /two?q 3", "GET /three 0"].map { answer.firstRange(of: $0)?.lowerBound }
            #expect(order.allSatisfy { $0 != nil })
            #expect(order.compactMap { $0 } == order.compactMap { $0 }.sorted())
            #expect(answer.contains("Connection: close"))
        }
    }

    @Test("Connections that come while it stops are closed, whoever had taken them", .timeLimit(.minutes(5)))
    func stopping() async throws {
        for _ in 0..<50 {
            let listener = try await LoopbackServer.bind(on: MultiThreadedEventLoopGroup.singleton)
            let server = LoopbackServer(listener, handler: Self.echo)
            await withDiscardingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask { _ = try? await RawConnection.exchange("GET / HTTP/1.1\r\n", port: listener.port) }
                }
                await server.shutdown()
            }
        }
    }

    @Test("A body above the limit is refused, and the connection closes")
    func bodyLimit() async throws {
        try await serve(maximumBodySize: 4, Self.echo) { port in
            let head = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
            let small = try await RawConnection.exchange("\(head)4\r\n\r\nabcd", port: port)
            #expect(small.hasPrefix("HTTP/1.1 200 "))
            let large = try await RawConnection.exchange("\(head)5\r\n\r\nabcde", port: port)
            #expect(large.hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test("A client that asks before it sends is told to go on")
    func expectContinue() async throws {
        try await serve(Self.echo) { port in
            let answer = try await RawConnection.exchange(
                """
                POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n\
                Content-Length: 2\r\n\r\nab
                """, port: port)
            #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
            #expect(answer.hasSuffix("POST / 2"))
        }
    }

    @Test("A HEAD request is answered with the length, and no body")
    func head() async throws {
        try await serve(Self.echo) { port in
            let answer = try await RawConnection.exchange(
                "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: port)
            #expect(answer.contains("Content-Length: 8\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("An answer that may have no body has none")
    func noContent() async throws {
        try await serve({ _ in LoopbackResponse(status: .noContent, body: .bytes([1, 2, 3])) }) { port in
            let answer = try await RawConnection.exchange(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: port)
            #expect(answer.hasPrefix("HTTP/1.1 204 "))
            #expect(answer.hasSuffix("\r\n\r\n"))
            #expect(!answer.contains("Content-Length"))
        }
    }

    @Test("What is no HTTP is refused")
    func garbage() async throws {
        try await serve(Self.echo) { port in
            let answer = try await RawConnection.exchange("this is not HTTP\r\n\r\n", port: port)
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test("A large body is made as it is sent")
    func filler() async throws {
        let response = LoopbackResponse(status: .ok, body: .filler(UInt8(ascii: "x"), count: 100_000))
        #expect(ResponsePieces(response).map(\.readableBytes).max() == 16_384)
        try await serve({ _ in response }) { port in
            let answer = try await RawConnection.exchange(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: port)
            #expect(answer.hasSuffix(String(repeating: "x", count: 100_000)))
        }
    }

    @Test("Stopping does not wait for idle connections, nor for handlers that hang", arguments: [true, false])
    func shutdown(hanging: Bool) async throws {
        let (entered, enter) = AsyncStream.makeStream(of: Void.self)
        let listener = try await LoopbackServer.bind(on: MultiThreadedEventLoopGroup.singleton)
        let server = LoopbackServer(listener) { _ in
            enter.yield()
            if hanging { try? await Task.sleep(for: .seconds(3_600)) }
            return LoopbackResponse(status: .ok)
        }
        let client = Task {
            try await RawConnection.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n", port: listener.port)
        }
        var entries = entered.makeAsyncIterator()
        await entries.next()
        await server.shutdown()
        // The server closed the connection, or broke it; either way the client's wait is over.
        _ = await client.result
        await #expect(throws: (any Error).self) {
            try await RawConnection.exchange("GET / HTTP/1.1\r\n\r\n", port: listener.port)
        }
    }

    @Test("A port that is taken is an error")
    func portInUse() async throws {
        try await serve(Self.echo) { port in
            await #expect(throws: (any Error).self) {
                _ = try await LoopbackServer.bind(port: port, on: MultiThreadedEventLoopGroup.singleton)
            }
        }
    }
}
