import NIOCore
import NIOPosix

/// The far connection of a server that only passes bytes on: what comes on it goes to the near one, and so does its end.
final class WayBack: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let near: any Channel

    private init(to near: any Channel) { self.near = near }

    /// Connects to a loopback port on the event loop of the near connection.
    static func connect(
        to port: Int, for near: ChannelHandlerContext
    ) -> EventLoopFuture<any Channel>.Isolated {
        let channel = near.channel
        return ClientBootstrap(group: near.eventLoop)
            .channelInitializer { far in
                far.eventLoop.makeCompletedFuture {
                    try far.pipeline.syncOperations.addHandler(WayBack(to: channel))
                }
            }
            .connect(host: "127.0.0.1", port: port).assumeIsolated()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        near.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { near.close(promise: nil) }
}
