import NIOCore

/// Watches a request's head come in, before the decoder makes anything of it: whether one is under way, and whether it is
/// its first line that does not end.
final class HeadWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Whether bytes have come since the last head was complete.
    private(set) var isUnderWay = false
    /// Whether the head has bytes that are no text, carried as ``RawText``.
    private(set) var isCarried = false
    private var tail: UInt32 = 0
    private var lineLength = 0
    private var isInLine = true
    private var isWatching = true

    /// Between requests: what comes next is a head.
    func expectHead() {
        isWatching = true
        isUnderWay = false
        isInLine = true
        lineLength = 0
        isCarried = false
        tail = 0
    }

    /// The head is complete; what comes now is a body.
    func headRead() {
        isWatching = false
        isUnderWay = false
    }

    /// Whether the first line of the head under way is longer than that, so far.
    func isLineLonger(than limit: Int) -> Bool { isUnderWay && lineLength > limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isWatching else { return context.fireChannelRead(data) }
        isUnderWay = true
        let bytes = unwrapInboundIn(data)
        if isInLine { measure(bytes) }
        let carried = RawText.carried(bytes, after: tail)
        tail = RawText.tail(bytes, after: tail)
        guard let carried else { return context.fireChannelRead(data) }
        isCarried = true
        context.fireChannelRead(NIOAny(carried))
    }

    private func measure(_ bytes: ByteBuffer) {
        let end = bytes.withUnsafeReadableBytes { $0.firstIndex(of: UInt8(ascii: "\n")) }
        lineLength += end ?? bytes.readableBytes
        isInLine = end == nil
    }
}
