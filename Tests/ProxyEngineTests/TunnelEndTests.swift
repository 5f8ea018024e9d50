import JotopTestSupport
import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

/// Connections at shutdown, and tunnels that nobody ends.
@Suite("Connections that nobody ends", .timeLimit(.minutes(5)))
struct TunnelEndTests {
    private static let switching =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"

    private static func quiesce(_ proxy: EmbeddedProxy) {
        proxy.client.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }

    @Test("At shutdown a tunnel ends once it has been quiet for a second, on both sides")
    func tunnel() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head("GET / HTTP/1.1", "Connection: upgrade", "Upgrade: websocket"))
        try proxy.upstreamSends(Self.switching)
        Self.quiesce(proxy)
        for _ in 1...3 {
            proxy.pass(.milliseconds(900))
            #expect(proxy.client.isActive && proxy.upstream.isActive)
            try proxy.clientSends("still busy")
        }
        proxy.pass(.milliseconds(1_000))
        #expect(!proxy.client.isActive && !proxy.upstream.isActive)
        #expect(try proxy.upstreamGets().hasSuffix(String(repeating: "still busy", count: 3)))
        #expect(proxy.stats.snapshot().inFlight == 0 && proxy.stats.snapshot().problems == 1)
    }

    @Test("At shutdown a connection between requests closes at once")
    func idle() throws {
        let proxy = try EmbeddedProxy()
        Self.quiesce(proxy)
        #expect(!proxy.client.isActive)
    }

    @Test("At shutdown a client that still reads its last answer gets all of it")
    func reading() throws {
        let proxy = try EmbeddedProxy()
        let reader = SlowReader()
        try proxy.client.pipeline.syncOperations.addHandler(reader, position: .first)
        try proxy.clientSends(EmbeddedProxy.head())
        let body = String(repeating: "x", count: 1 << 20)
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n\(body)")
        Self.quiesce(proxy)
        proxy.loop.run()
        #expect(proxy.client.isActive)
        #expect(try proxy.clientGets() == "")
        reader.readOn()
        proxy.loop.run()
        #expect(try proxy.clientGets().hasSuffix("\r\n\r\n" + body))
        #expect(!proxy.client.isActive)
    }

    @Test("At shutdown a request that comes while its client still reads is answered, and ends the connection")
    func lateRequest() throws {
        let proxy = try EmbeddedProxy()
        let reader = SlowReader()
        try proxy.client.pipeline.syncOperations.addHandler(reader, position: .first)
        try proxy.clientSends(EmbeddedProxy.head())
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
        try proxy.upstreamSends("\(answer)\r\nok")
        Self.quiesce(proxy)
        try proxy.clientSends(EmbeddedProxy.head("GET /next HTTP/1.1"))
        reader.readOn()
        proxy.loop.run()
        #expect(proxy.client.isActive)
        try proxy.upstreamSends("\(answer)\r\nno")
        #expect(try proxy.clientGets() == "\(answer)\r\nok\(answer)Connection: close\r\n\r\nno")
        #expect(!proxy.client.isActive)
    }

    @Test("At shutdown a request in flight is answered, with the word that its connection closes")
    func serving() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends(EmbeddedProxy.head() + EmbeddedProxy.head("GET /next HTTP/1.1"))
        Self.quiesce(proxy)
        #expect(proxy.client.isActive)
        try proxy.upstreamSends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        #expect(try proxy.clientGets() == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        #expect(!proxy.client.isActive)
        #expect(try !proxy.upstreamGets().contains("/next"))
    }

    @Test("Half a tunnel in which nothing moves ends with the idle time-out")
    func half() async throws {
        let (upstream, time) = (try await RawServer.start(), ManualTime())
        try await RunningProxy.with(time: time.source) {
            $0.limits.idleTimeout = .seconds(2)
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write(
                "GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n"
                    + "Connection: upgrade\r\nUpgrade: websocket\r\n\r\n")
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            try await server.write(Self.switching)
            _ = await client.read(through: "\r\n\r\n")
            try await client.channel.close(mode: .output)
            #expect(await server.readToEnd() == "")
            time.advance(by: .seconds(2))
            #expect(await client.readToEnd() == "")
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error == nil && end.status == 101)
        }
    }
}

/// Takes nothing for a while: what is written waits, and so does whoever wants to know that it has gone out. A close does not.
private final class SlowReader: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private var held: [(data: NIOAny, promise: EventLoopPromise<Void>?)] = []
    private var context: ChannelHandlerContext?
    private var reads = false

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        for (_, promise) in held { promise?.fail(ChannelError.ioOnClosedChannel) }
        held = []
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if reads { context.write(data, promise: promise) } else { held.append((data, promise)) }
    }

    func readOn() {
        reads = true
        let waiting = held
        held = []
        for (data, promise) in waiting { context?.write(data, promise: promise) }
        context?.flush()
    }
}
