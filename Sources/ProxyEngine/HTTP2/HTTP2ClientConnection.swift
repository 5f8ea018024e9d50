import NIOCore
import NIOHTTP2
import ProxyCore

/// A client's connection in HTTP/2: what concerns all of its streams together.
final class HTTP2ClientConnection: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    let loop: LoopContext
    /// Whether it is one of too many: its requests are told so.
    let isSurplus: Bool
    private var openStreams = 0
    /// Whether the client has begun to speak HTTP/2.
    private var hasBegun = false
    /// Whether the client has been asked to leave.
    private var isLeaving = false
    /// Since when no stream is open.
    private var idleSince: ContinuousClock.Instant
    private var context: ChannelHandlerContext?

    init(loop: LoopContext, isSurplus: Bool) {
        self.loop = loop
        self.isSurplus = isSurplus
        idleSince = loop.engine.time.now()
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Of the frames of no stream, all are seen to already; the first are the client's settings.
        hasBegun = true
    }

    func channelInactive(context: ChannelHandlerContext) {
        loop.closed(self)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if HTTP2Fault.isMalformedMessage(error) { UnheardRequest(loop).refuse() }
        if !HTTP2Fault.isOfOneStream(error) { context.close(for: error) }
    }

    func streamOpened() {
        openStreams += 1
        if isSurplus { leave() }
    }

    func streamClosed() {
        openStreams -= 1
        idleSince = loop.engine.time.now()
    }

    /// Asks the client to leave once its requests are answered (RFC 9113, section 6.8).
    private func leave() {
        guard !isLeaving else { return }
        isLeaving = true
        context?.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
}

extension HTTP2ClientConnection: ServedConnection {
    func checkTime(_ now: ContinuousClock.Instant) {
        guard openStreams == 0 else { return }
        let (limits, wait) = (loop.engine.configuration.limits, idleSince.duration(to: now))
        if !hasBegun || isLeaving {
            if wait >= limits.headTimeout { abort() }
        } else if wait >= limits.idleTimeout {
            idleSince = now
            leave()
        }
    }

    func abort() { context?.breakOff() }
}
