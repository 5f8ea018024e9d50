import NIOCore

/// Stands before a server's TLS, and refuses clients that do not offer HTTP/2, as servers do that speak nothing else (RFC 7301,
/// section 3.2): NIOSSL goes on without a protocol instead.
final class StrictALPN: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A fatal alert: `no_application_protocol`.
    private static let alert: [UInt8] = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x78]

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // As it stands in the list of the client's first message.
        guard unwrapInboundIn(data).readableBytesView.firstRange(of: "\u{2}h2".utf8) == nil else {
            context.fireChannelRead(data)
            return context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: Self.alert)), promise: nil)
        context.close(promise: nil)
    }
}
