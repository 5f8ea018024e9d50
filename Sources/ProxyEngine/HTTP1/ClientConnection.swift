import HTTPWire
import NIOCore
import NIOSSL
import ProxyCore

/// A client's connection in HTTP/1: takes requests out of its bytes, and puts answers into them.
///
/// What is to be done is decided by ``ClientWireState``; this does it. Each request's course is an ``Exchange``'s affair, for
/// which this is the ``ClientStream``, one after another.
final class ClientConnection: ChannelInboundHandler, RemovableChannelHandler, ServedConnection, Flushable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How many connections beyond the limit are told why they are closed.
    private static let refusalLimit = 8

    let loop: LoopContext
    var state = ClientWireState()
    var exchange: Exchange?
    /// What has come and has not been taken apart yet.
    var inbox = ByteBuffer()
    var outbox = Outbox()
    var awaitsFlush = false
    var parser: RequestParser
    var body: BodyReader?
    /// How the answer under way is framed.
    var answerFraming = BodyFraming.none
    /// Whether the client waits for leave to send the request's body (RFC 9110, section 10.1.1).
    var awaitsContinue = false
    /// The version of the request under way.
    var version = ProtocolVersion.http1_1
    var isTakingApart = false
    /// When the head came into being that is not complete yet.
    var headBegan: ContinuousClock.Instant?
    /// Since when nothing has been asked.
    var idleSince: ContinuousClock.Instant
    /// Whether TLS is spoken, and its handshake is under way.
    var isShakingHands: Bool
    /// Whether it is one of too many, to be told so once that can be said.
    private(set) var isSurplus = false
    var linger: Scheduled<Void>?
    /// When something last went through the tunnel that this connection has become.
    var tunnelMoved: ContinuousClock.Instant?
    private(set) var context: ChannelHandlerContext?

    init(loop: LoopContext) {
        self.loop = loop
        parser = RequestParser(limits: loop.headLimits)
        idleSince = loop.engine.time.now()
        isShakingHands = loop.engine.certificate != nil
    }

    var engine: EngineContext { loop.engine }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { opened(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        opened(context)
        context.fireChannelActive()
    }

    private func opened(_ context: ChannelHandlerContext) {
        let count = loop.opened(self)
        guard count <= engine.connectionLimit else {
            // A few are told; when even these are too many, there is no descriptor to say it with.
            guard count <= engine.connectionLimit + Self.refusalLimit else { return abort() }
            isSurplus = true
            return isShakingHands ? context.read() : refuseConnection()
        }
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.closed()
        exchange?.clientLeft()
        exchange = nil
        linger?.cancel()
        loop.closed(self)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if inbox.readableBytes == 0 { inbox = bytes } else { inbox.writeBuffer(&bytes) }
        takeApart()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        exchange?.flushUpstream()
        flush()
        if headBegan == nil, inbox.readableBytes > 0, state.isIdle { headBegan = engine.time.now() }
        readMore()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            exchange?.clientBecameWritable()
            readMore()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed where state.isTunnelling: exchange?.requestEnded(nil)
        case is ChannelShouldQuiesceEvent: quiesce(context)
        default: handshakeEvent(event, context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isShakingHands { handshakeFailed(HandshakeFault.describe(error)) }
        context.close(promise: nil)
    }
}
