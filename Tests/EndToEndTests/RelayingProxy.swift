import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// An HTTP proxy that opens every way it is asked for, to one loopback port.
struct RelayingProxy {
    let port: Int
    /// The heads of the requests.
    let asked: NIOLockedValueBox<[String]>

    static func start(to destination: Int) async throws -> RelayingProxy {
        let asked = NIOLockedValueBox<[String]>([])
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Relay(to: destination, asked))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RelayingProxy(port: channel.localAddress?.port ?? 0, asked: asked)
    }
}

/// Reads a request's head, connects, and then passes on what comes.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let destination: Int
    private let asked: NIOLockedValueBox<[String]>
    private var head = ""
    private var far: (any Channel)?

    init(to destination: Int, _ asked: NIOLockedValueBox<[String]>) {
        self.destination = destination
        self.asked = asked
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if let far { return far.writeAndFlush(bytes, promise: nil) }
        head += String(buffer: bytes)
        guard head.hasSuffix("\r\n\r\n") else { return }
        asked.withLockedValue { $0.append(head) }
        let near = context.channel
        WayBack.connect(to: destination, for: context).whenSuccess { channel in
            self.far = channel
            near.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"), promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { far?.close(promise: nil) }
}
