import JotopTestSupport
import NIOCore
import ProxyCore
import ProxyEngine
import Testing

@Suite("Failures are told truthfully", .timeLimit(.minutes(5)))
struct FailureTests {
    @Test("An answer cut short upstream is cut short for the client")
    func cutShort() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let (client, server) = try await proxy.exchange(over: upstream)
            try await server.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
            #expect(await client.read(through: "half\r\n").hasSuffix("4\r\nhalf\r\n"))
            await server.close()
            #expect(await client.readToEnd() == "")
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.code == .upstreamAborted)
            #expect(end.status == 200)
        }
    }

    @Test(
        "An answer whose end is that of the connection is broken off by a reset, as nothing else tells that it is cut short",
        arguments: ["Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "Content-Length: 9\r\n\r\nabc"])
    func cutShortForOldClients(_ beginning: String) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.0\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write("HTTP/1.1 200 OK\r\n\(beginning)")
            #expect(await client.read(through: "abc").hasSuffix("abc"))
            await server.close()
            #expect(await client.readToEnd().isEmpty)
            let isChunked = beginning.hasPrefix("T")
            #expect(await client.wasReset == isChunked)
        }
    }

    @Test("A client that leaves ends the upstream's request at once")
    func clientLeaves() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let (client, server) = try await proxy.exchange(over: upstream)
            await client.close()
            _ = await server.readToEnd()
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.code == .clientGone)
            #expect(proxy.stats.snapshot().inFlight == 0)
        }
    }

    @Test("A client that leaves while its token is being minted gives up its place")
    func clientLeavesEarly() async throws {
        try await RunningProxy.with(tokens: .silence) { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: a.example.com\r\n\r\n")
            while proxy.tokens.requests.isEmpty { await Task.yield() }
            await client.close()
            await proxy.tokens.cancelled()
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.code == .clientGone)
        }
    }

    @Test(
        "A kept-alive connection that has just been closed is replaced for a GET, never for what is not safe to repeat",
        arguments: [
            ("GET", "", true), ("HEAD", "", true), ("OPTIONS", "", true), ("TRACE", "", true),
            ("POST", "Content-Length: 2\r\n", false), ("PUT", "Content-Length: 2\r\n", false), ("DELETE", "", false),
            ("POST", "", false), ("PATCH", "", false), ("GET", "Content-Length: 2\r\n", false),
        ])
    func staleConnection(_ method: String, _ framing: String, _ isRepeated: Bool) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            let host = "X-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n"
            try await client.write("GET /1 HTTP/1.1\r\nHost: x\r\n\(host)\r\n")
            let first = try await upstream.accept()
            _ = await first.read(through: "\r\n\r\n")
            try await first.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            _ = await client.readMessage()
            try await client.write(
                "\(method) /2 HTTP/1.1\r\nHost: x\r\n\(host)\(framing)\r\n\(framing.isEmpty ? "" : "xy")")
            _ = await first.read(through: "\r\n\r\n")
            await first.close()
            if isRepeated {
                let second = try await upstream.accept()
                #expect(await second.read(through: "\r\n\r\n").hasPrefix("\(method) /2 "))
                try await second.write("HTTP/1.1 204 Second\r\n\r\n")
                #expect(await client.readMessage() == "HTTP/1.1 204 Second\r\n\r\n")
            } else {
                #expect(await client.readMessage().hasSuffix("upstream unavailable"))
            }
        }
    }

    @Test(
        "What comes after a last request takes its answer away from nobody",
        arguments: ["x", "\r\n", "GET / HTTP/9.9\r\n\r\n"])
    func afterTheLast(_ tail: String) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            let host = "X-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n"
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\n\(host)Connection: close\r\n\r\n\(tail)")
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast")
            #expect(await client.readToEnd().hasSuffix("\r\n\r\nlast"))
        }
    }

    @Test("An upstream that answers before it has read the request leaves the connection usable")
    func earlyAnswer() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let host = "X-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n"
            // The rest has two seconds from the answer on: said by the channel itself, so that no busy task delays it.
            let rest = "defGET /2 HTTP/1.1\r\nHost: x\r\n\(host)\r\n"
            let client = try await RawConnection.connect(to: proxy.port) { channel in
                try channel.pipeline.syncOperations.addHandler(Reply(to: "no", with: rest))
            }
            try await client.write("POST / HTTP/1.1\r\nHost: x\r\n\(host)Content-Length: 6\r\n\r\nabc")
            let first = try await upstream.accept()
            _ = await first.read(through: "abc")
            try await first.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno")
            #expect(await client.readMessage().hasSuffix("no"))
            let second = try await upstream.accept()
            #expect(await second.read(through: "\r\n\r\n").hasPrefix("GET /2 "))
            try await second.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes")
            #expect(await client.readMessage().hasSuffix("yes"))
        }
    }

    @Test("What is no HTTP from upstream is 502")
    func nonsense() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let (client, server) = try await proxy.exchange(over: upstream)
            try await server.write("SSH-2.0-OpenSSH_9.2\r\n")
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 502 "))
        }
    }

    @Test("A client that does not read holds the upstream back, and nobody else")
    func backpressure() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let host = "X-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n"
            let slow = try await RawConnection.connect(to: proxy.port, autoRead: false)
            try await slow.write("GET /large HTTP/1.1\r\nHost: x\r\n\(host)\r\n")
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write("HTTP/1.1 200 OK\r\nContent-Length: \(256 << 20)\r\n\r\n")
            let sent = Tally()
            let sending = Task { await server.flood(counting: sent) }
            // Other exchanges are the clock here: by the time that these are over, an unbounded proxy has long swallowed
            // everything.
            for number in 1...100 { try await Self.exchange(number, proxy, upstream, host) }
            #expect((1..<64).contains(sent.value))
            await slow.close()
            await sending.value
        }
    }

    @Test("An upstream that does not read holds the client back")
    func uploadBackpressure() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with {
            $0.upstreamTimeout = .seconds(600)
        } _: { proxy in
            let host = "X-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n"
            let client = try await proxy.connect()
            try await client.write("PUT /large HTTP/1.1\r\nHost: x\r\n\(host)Content-Length: \(256 << 20)\r\n\r\n")
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.channel.setOption(.autoRead, value: false).get()
            let sent = Tally()
            let sending = Task { await client.flood(counting: sent) }
            for number in 1...100 { try await Self.exchange(number, proxy, upstream, host) }
            #expect((1..<64).contains(sent.value))
            await client.close()
            await sending.value
        }
    }

    private static func exchange(
        _ number: Int, _ proxy: RunningProxy, _ upstream: RawServer, _ host: String
    ) async throws {
        let client = try await proxy.connect()
        try await client.write("GET /\(number) HTTP/1.1\r\nHost: x\r\n\(host)\r\n")
        let server = try await upstream.accept()
        _ = await server.read(through: "\r\n\r\n")
        try? await server.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
        #expect(await client.readMessage().hasSuffix("ok"))
        await server.close()
        await client.close()
    }

    @Test("On shutdown what is in flight comes to its end")
    func graceful() async throws {
        let upstream = try await RawServer.start()
        let reading = try await RunningProxy.with {
            $0.drainTimeout = .seconds(1_800)
        } _: { proxy in
            let (client, server) = try await proxy.exchange(over: upstream)
            let port = proxy.port
            return Task {
                // No client is taken any more: it is ending.
                while let late = try? await RawConnection.connect(to: port) { await late.close() }
                try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast")
                return await client.readToEnd()
            }
        }
        let answer = try await reading.value
        #expect(answer.hasSuffix("\r\n\r\nlast"))
    }
}

/// Says something as soon as what comes in ends with the right word.
private final class Reply: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let word: String
    private let reply: String
    private var heard = ""

    init(to word: String, with reply: String) { (self.word, self.reply) = (word, reply) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heard += String(buffer: Self.unwrapInboundIn(data))
        if heard.hasSuffix(word) { context.channel.writeAndFlush(ByteBuffer(string: reply), promise: nil) }
        context.fireChannelRead(data)
    }
}
