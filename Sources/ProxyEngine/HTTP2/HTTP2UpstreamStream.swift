import HTTPWire
import NIOCore
import NIOHTTP2
import ProxyCore

/// One request over a connection to an upstream in HTTP/2, and its answer: the ``UpstreamStream`` of one exchange.
///
/// Frames are asked for only when the client takes more: what comes beyond waits in the stream's window.
final class HTTP2UpstreamStream: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    let connection: HTTP2UpstreamConnection
    var exchange: Exchange?
    var outbox = PieceOutbox()
    var isRequestComplete = false
    var answersHead = false
    /// Whether the request's head has gone out.
    var hasBegun = false
    /// The length of the answer's body; nil before its head has come.
    private var answer: BodyTally?
    private var hasHeard = false
    /// How the stream was closed, if not by its two ends.
    private var closure: NIOHTTP2Errors.StreamClosed?
    private(set) var context: ChannelHandlerContext?

    init(_ connection: HTTP2UpstreamConnection) { self.connection = connection }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasHeard = true
        do throws(WireFault) {
            try take(unwrapInboundIn(data))
        } catch {
            if error.kind == .noUTF8 {
                connection.avoidNextTime()
                broke("the upstream's answer in HTTP/2 cannot be passed on: \(error.words)")
                // The upstream has done nothing wrong: what it says is allowed (RFC 9110, section 5.5).
                reset(.cancel)
            } else {
                broke("the upstream's answer is not HTTP/2: \(error.words)")
                reset(.protocolError)
            }
        }
    }

    private func take(_ frame: HTTP2Frame.FramePayload) throws(WireFault) {
        switch frame {
        case .headers(let block):
            if answer != nil { return try ended(FieldBlock(block.headers)) }
            try headCame(ResponseHead(block.headers), isWhole: block.endStream)
        case .data(let piece):
            guard case .byteBuffer(let bytes) = piece.data else { return }
            try answer?.came(bytes.readableBytes, isLast: piece.endStream)
            // An empty piece would look like the end of a body in chunks.
            if bytes.readableBytes > 0 { exchange?.responseBody(bytes) }
            if piece.endStream { ended(nil) }
        default: break
        }
    }

    private func headCame(_ head: ResponseHead, isWhole: Bool) throws(WireFault) {
        guard head.status >= 200 else {
            exchange?.interimArrived(head)
            return
        }
        let length = try head.bodyLength(isWhole: isWhole, answersHead: answersHead)
        answer = BodyTally(length)
        exchange?.responseArrived(head, body: length)
        if isWhole { ended(nil) }
    }

    /// The answer is complete. A request that is not has nobody left to want it.
    private func ended(_ trailers: FieldBlock?) {
        connection.hasServed = true
        let exchange = exchange
        self.exchange = nil
        if !isRequestComplete { reset(.cancel) }
        exchange?.responseEnded(trailers)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        exchange?.flushClient()
        readMore()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        exchange?.upstreamWritabilityChanged()
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? NIOHTTP2Errors.StreamClosed { return closure = error }
        broke(UpstreamFault.describe(error, connectingTo: connection.target))
        reset(.internalError)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let exchange = exchange
        self.exchange = nil
        if let closure, closure.errorCode == .refusedStream || connection.hasPassedOver(closure.streamID) {
            connection.slots.refused()
            exchange?.upstreamRefused("the upstream refused the stream, again and again")
        } else if let closure {
            exchange?.upstreamBroke(
                "the upstream reset the stream: \(HTTP2Fault.name(closure.errorCode))", isSilent: false)
        } else {
            exchange?.upstreamBroke(connection.ending, isSilent: !hasHeard)
        }
        connection.streamEnded()
        context.fireChannelInactive()
    }

    private func broke(_ reason: String) {
        let exchange = exchange
        self.exchange = nil
        exchange?.upstreamBroke(reason, isSilent: false)
    }
}
