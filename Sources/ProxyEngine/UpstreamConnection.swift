import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS
import OutboundProxies
import ProxyCore

/// A connection to an upstream, serving one exchange after another on the event loop of their clients.
final class UpstreamConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    let target: UpstreamTarget
    /// What stands between; the upstream's rules name the same one for all of its connections.
    let proxy: ProxyServer?
    /// In the pipeline before this.
    let reasons = ReasonReader()
    /// Whether it has served a request before the one it serves now.
    private(set) var isReused = false
    /// Told once the connection can be used, or cannot be had.
    var whenReady: ((Result<Void, ProxyError>) -> Void)?
    /// Told when an idle connection is gone.
    var whenLost: ((UpstreamConnection) -> Void)?
    private let handshakeTimeout: TimeAmount
    private var handshakeDeadline: Scheduled<Void>?
    private var client: ClientConnection?
    private var context: ChannelHandlerContext?
    private var staysOpen = true
    private var isRequestComplete = false

    init(target: UpstreamTarget, handshakeTimeout: TimeAmount, proxy: ProxyServer? = nil) {
        self.target = target
        self.proxy = proxy
        self.handshakeTimeout = handshakeTimeout
    }

    var isUsable: Bool { context?.channel.isActive ?? false }
    var isWritable: Bool { context?.channel.isWritable ?? false }

    // MARK: For the client's connection

    /// Sends a request's head, and hands everything that comes back to `client` until the exchange is over.
    func begin(_ head: HTTPRequestHead, for client: ClientConnection) {
        self.client = client
        isRequestComplete = false
        staysOpen = true
        reasons.expectAnswer()
        if client.watch.isCarried { context?.restoreNextHead(of: HTTPRequestEncoder.self) }
        context?.write(wrapOutboundOut(.head(onTheWire(head))), promise: nil)
        context?.read()
    }

    private func onTheWire(_ head: HTTPRequestHead) -> HTTPRequestHead {
        guard let proxy, target.scheme == .http else { return head }
        return head.addressed(by: target, through: proxy)
    }

    func write(_ part: HTTPClientRequestPart) {
        if case .end = part { isRequestComplete = true }
        context?.write(wrapOutboundOut(part), promise: nil)
    }

    func flush() { context?.flush() }

    /// Sends bytes as they are, through a tunnel.
    func write(_ bytes: ByteBuffer) { context?.write(NIOAny(bytes), promise: nil) }

    /// Says that nothing more comes, through a tunnel.
    func endOutput() { context?.endOutput() }

    /// Leaves HTTP behind: what comes from here on goes to `end`.
    func leaveHTTP(_ end: TunnelEnd) -> EventLoopFuture<Void>? {
        guard let context else { return nil }
        let pipeline = context.pipeline.syncOperations
        if let encoder = try? pipeline.context(handlerType: HTTPRequestEncoder.self) {
            pipeline.removeHandler(context: encoder, promise: nil)
        }
        return context.replace(ByteToMessageHandler<HTTPResponseDecoder>.self, with: end)
    }

    /// Asks the upstream for more, if the client can take it.
    func readMore() {
        if client?.isWritable ?? true { context?.read() }
    }

    /// Breaks the connection; nobody is told.
    func close() {
        client = nil
        whenLost = nil
        context?.close(promise: nil)
    }

    // MARK: ChannelInboundHandler

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    /// A channel that never was active is told nothing else.
    func handlerRemoved(context: ChannelHandlerContext) {
        handshakeDeadline?.cancel()
        (self.context, whenReady, whenLost, client) = (nil, nil, nil, nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        if target.scheme == .http {
            ready(.success(()))
        } else {
            handshakeDeadline = context.eventLoop.assumeIsolated().scheduleTask(in: handshakeTimeout) {
                let way = self.proxy.map { "\($0.words) opened no way to it, or there was " } ?? ""
                self.broke(way + "no TLS handshake in time: is this an HTTPS port?")
                self.close()
            }
            context.read()
        }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { ready(.success(())) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let client else { return context.close(promise: nil) }
        switch unwrapInboundIn(data) {
        case .head(let head) where head.status.code == 407 && proxy != nil && target.scheme == .http:
            let words = proxy.map { "\($0.words) wants a user and a password, or others; see \($0.origin)" } ?? ""
            broke(words)
            context.close(promise: nil)
        case .head(var head):
            head.status = reasons.status(of: head)
            if head.status.code >= 200 { staysOpen = head.isKeepAlive }
            client.responseHead(head)
        case .body(let bytes): client.responseBody(bytes)
        case .end where client.state.isTunnelling: client.openTunnel()
        case .end(let trailers):
            self.client = nil
            isReused = true
            client.responseEnd(trailers, reusable: staysOpen && isRequestComplete)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        client?.flush()
        readMore()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { client?.readMore() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        broke(UpstreamFault.describe(error, connectingTo: target))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Both directions of a tunnel end here where the client's has ended before.
        if client?.state.isTunnelDraining == true {
            client?.upstreamEnded()
            client = nil
        }
        broke("the upstream closed the connection before its answer was complete")
        whenLost?(self)
        whenLost = nil
        context.fireChannelInactive()
    }

    private func broke(_ reason: String) {
        ready(.failure(ProxyError(.upstreamUnavailable, reason)))
        let client = client
        self.client = nil
        client?.upstreamBroke(reason)
    }

    private func ready(_ result: Result<Void, ProxyError>) {
        handshakeDeadline?.cancel()
        let told = whenReady
        whenReady = nil
        told?(result)
    }
}
