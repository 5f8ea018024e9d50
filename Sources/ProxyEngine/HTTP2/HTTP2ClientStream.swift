import HTTPWire
import NIOCore
import NIOHTTP2
import ProxyCore

/// One request of a client's connection in HTTP/2, and its answer: the ``ClientStream`` of one exchange.
///
/// Frames are asked for only when the exchange wants more of the request: what comes beyond waits in the stream's window, and
/// holds back no other stream.
final class HTTP2ClientStream: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    let connection: HTTP2ClientConnection
    var exchange: Exchange?
    /// Pieces of the request that have come and that the exchange has not taken.
    var inbox = CircularBuffer<HTTP2Frame.FramePayload>()
    var request = BodyTally(.unknown)
    var outbox = PieceOutbox()
    /// The head of an answer without a body, until its end is known to have come.
    var heldHead: ResponseHead?
    /// Whether the answer is complete, or broken off: the exchange is over.
    var isAnswered = false
    /// What the client is told if its request is not wanted to its end.
    var farewell = HTTP2ErrorCode.noError
    private(set) var context: ChannelHandlerContext?

    init(_ connection: HTTP2ClientConnection) { self.connection = connection }

    var loop: LoopContext { connection.loop }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        connection.streamOpened()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        context.read()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        // The first frame of a stream is its head: everything else is refused before it comes here.
        if case .headers(let head) = frame, exchange == nil, !isAnswered { return begin(head) }
        inbox.append(frame)
        takeApart()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        exchange?.flushUpstream()
        readMore()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { exchange?.clientBecameWritable() }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        let exchange = exchange
        self.exchange = nil
        exchange?.clientLeft()
        connection.streamClosed()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The end of the stream comes by itself; anything else is something that could not be sent.
        if !(error is NIOHTTP2Errors.StreamClosed) { reset(.internalError) }
    }
}
