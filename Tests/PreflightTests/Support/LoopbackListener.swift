import NIOCore
import NIOPosix
import NIOSSL

/// A server on a port that the system picks, which does with each connection as it is told.
struct LoopbackListener {
    enum Manner: Sendable {
        /// Takes the connection, and says nothing.
        case silent
        /// Takes the connection, and closes it once something was said.
        case closing
        /// Answers whatever comes with these words.
        case saying(String)
        /// Shakes hands.
        case tls(TestCertificate)
        /// An HTTP proxy that leads every tunnel to a port of this machine, for those who have the credentials, if any.
        case proxy(to: Int, authorization: String? = nil)
    }

    let port: Int
    private let channel: any Channel

    static func with<Result>(
        _ manner: Manner, _ body: (LoopbackListener) async throws -> Result
    ) async throws -> Result {
        let listener = try await start(manner)
        do {
            let result = try await body(listener)
            try? await listener.channel.close().get()
            return result
        } catch {
            try? await listener.channel.close().get()
            throw error
        }
    }

    /// A port where nobody listens: it was free a moment ago.
    static func deadPort() async throws -> Int {
        try await with(.silent) { $0.port }
    }

    private static func start(_ manner: Manner) async throws -> LoopbackListener {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    switch manner {
                    case .silent: break
                    case .closing: try pipeline.addHandler(Speaker(words: nil))
                    case .saying(let words): try pipeline.addHandler(Speaker(words: words))
                    case .tls(let certificate):
                        try pipeline.addHandler(NIOSSLServerHandler(context: try certificate.serverContext()))
                    case .proxy(let port, let authorization):
                        try pipeline.addHandler(TestProxy(port: port, authorization: authorization))
                    }
                    try pipeline.addHandler(Swallower())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LoopbackListener(port: channel.localAddress?.port ?? 0, channel: channel)
    }
}

/// Errors of a connection are its client's affair.
private final class Swallower: ChannelInboundHandler {
    typealias InboundIn = Any

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

private final class Speaker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let words: String?

    init(words: String?) { self.words = words }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let words else { return context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: words)), promise: nil)
    }
}

/// Opens tunnels to one port.
private final class TestProxy: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let port: Int
    private let authorization: String?
    private var other: (any Channel)?

    init(port: Int, authorization: String?) {
        self.port = port
        self.authorization = authorization
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if let other { return other.writeAndFlush(bytes, promise: nil) }
        let head = String(buffer: bytes)
        guard authorization.map({ head.contains("Proxy-Authorization: \($0)\r\n") }) ?? true else {
            return say("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", context)
        }
        let near = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let client = context.channel
        ClientBootstrap(group: context.eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Backwards(client))
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenSuccess { channel in
                let (proxy, context) = near.value
                proxy.other = channel
                proxy.say("HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n", context)
            }
    }

    func channelInactive(context: ChannelHandlerContext) { other?.close(promise: nil) }

    private func say(_ words: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: words)), promise: nil)
    }
}

/// What the far side says goes to the near one.
private final class Backwards: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let client: any Channel

    init(_ client: any Channel) { self.client = client }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        client.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }
}
