import NIOCore

/// Watches a request's head come in, before the decoder makes anything of it: whether one is under way, and whether it is
/// its first line that does not end.
final class HeadWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Whether bytes have come since the last head was complete.
    private(set) var isUnderWay = false
    private var lineLength = 0
    private var isInLine = true
    private var isWatching = true

    /// Between requests: what comes next is a head.
    func expectHead() {
        isWatching = true
        isUnderWay = false
        isInLine = true
        lineLength = 0
    }

    /// The head is complete; what comes now is a body.
    func headRead() {
        isWatching = false
        isUnderWay = false
    }

    /// Whether the first line of the head under way is longer than that, so far.
    func isLineLonger(than limit: Int) -> Bool { isUnderWay && lineLength > limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isWatching {
            isUnderWay = true
            if isInLine { measure(unwrapInboundIn(data)) }
        }
        context.fireChannelRead(data)
    }

    private func measure(_ bytes: ByteBuffer) {
        let view = bytes.readableBytesView
        guard let end = view.firstIndex(of: UInt8(ascii: "\n")) else {
            lineLength += view.count
            return
        }
        lineLength += end - view.startIndex
        isInLine = false
    }
}
