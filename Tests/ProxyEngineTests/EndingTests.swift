import NIOCore
import NIOEmbedded
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("Connections that end")
struct EndingTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    @Test(
        "A request that asks for another protocol is the last of its connection", arguments: ["h2c", "websocket"],
        [true, false])
    func upgrade(_ name: String, _ isRouted: Bool) throws {
        let proxy = try EmbeddedProxy()
        let upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: \(name)"
        let refused = "GET / HTTP/1.1\r\nHost: x\r\n\(upgrade)\r\n\r\n"
        try proxy.clientSends(isRouted ? EmbeddedProxy.head("GET / HTTP/1.1", upgrade) : refused)
        if isRouted { try proxy.upstreamSends(Self.ok) }
        #expect(try proxy.clientGets().contains("\r\nConnection: close\r\n"))
        #expect(!proxy.client.isActive)
    }

    @Test("So is CONNECT")
    func connect() throws {
        let proxy = try EmbeddedProxy()
        try proxy.clientSends("CONNECT a.example:443 HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(
            try proxy.clientGets()
                == ConnectionHandlerTests.refusal(.methodNotImplemented, "501 Not Implemented", close: true))
        #expect(!proxy.client.isActive)
    }

    @Test("A client that reads slowly gets all of its last answer")
    func slowReader() throws {
        let proxy = try EmbeddedProxy()
        let network = SlowNetwork()
        try proxy.client.pipeline.syncOperations.addHandler(network, position: .first)
        try proxy.clientSends(EmbeddedProxy.head("GET / HTTP/1.1", "Connection: close"))
        network.isStalled = true
        try proxy.upstreamSends(Self.ok)
        proxy.loop.advanceTime(by: .seconds(60))
        #expect(proxy.client.isActive)
        network.deliver()
        proxy.loop.run()
        #expect(!proxy.client.isActive)
    }
}

/// Takes its time to send what it was given.
private final class SlowNetwork: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    var isStalled = false
    private var promises: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard isStalled, let promise else { return context.write(data, promise: promise) }
        promises.append(promise)
        context.write(data, promise: nil)
    }

    func deliver() { for promise in promises { promise.succeed(()) } }
}
