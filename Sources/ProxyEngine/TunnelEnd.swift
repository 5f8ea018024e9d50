import NIOCore

/// Takes bytes off a connection that no longer speaks HTTP.
final class TunnelEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: (ByteBuffer) -> Void
    private let ended: () -> Void

    /// - Parameters:
    ///   - received: gets what comes, in order.
    ///   - ended: told once nothing more comes; the other direction may go on.
    init(received: @escaping (ByteBuffer) -> Void, ended: @escaping () -> Void) {
        self.received = received
        self.ended = ended
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { received(unwrapInboundIn(data)) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { return ended() }
        context.fireUserInboundEventTriggered(event)
    }
}

/// Keeps back what comes while the decoder after it leaves: a decoder that learns of the end on its way out drops what it
/// has left unread.
private final class TunnelGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private var held: [ByteBuffer] = []
    private var isEnded = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { held.append(unwrapInboundIn(data)) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { return isEnded = true }
        context.fireUserInboundEventTriggered(event)
    }

    func removeHandler(context: ChannelHandlerContext, removalToken: ChannelHandlerContext.RemovalToken) {
        for bytes in held { context.fireChannelRead(NIOAny(bytes)) }
        held = []
        if isEnded { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        context.leavePipeline(removalToken: removalToken)
    }
}

extension ChannelHandlerContext {
    /// Takes the decoder of HTTP out, with `end` in its place: whatever the decoder has left unread goes there first.
    ///
    /// To be called between messages, once the encoder has had its last.
    func replace<Decoder: ByteToMessageDecoder>(
        _ decoder: ByteToMessageHandler<Decoder>.Type, with end: TunnelEnd
    ) -> EventLoopFuture<Void> {
        do {
            try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
            let pipeline = pipeline.syncOperations
            let old = try pipeline.handler(type: decoder)
            let gate = TunnelGate()
            try pipeline.addHandler(gate, position: .before(old))
            try pipeline.addHandler(end, position: .after(old))
            return pipeline.removeHandler(context: try pipeline.context(handler: old)).assumeIsolated().flatMap {
                pipeline.removeHandler(gate)
            }.nonisolated()
        } catch {
            return eventLoop.makeFailedFuture(error)
        }
    }

    /// Says that nothing more comes, once everything is out: closing before would take it away from the other side.
    func endOutput() {
        let written = eventLoop.makePromise(of: Void.self)
        writeAndFlush(NIOAny(channel.allocator.buffer(capacity: 0)), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in self.close(mode: .output, promise: nil) }
    }
}
