import HTTPWire
import NIOCore
import NIOSSL
import NIOTLS
import OutboundProxies
import ProxyCore
import TLSFaults

/// A connection to an upstream in HTTP/1, serving one exchange after another on the event loop of their clients.
final class UpstreamConnection: ChannelInboundHandler, RemovableChannelHandler, Flushable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase {
        /// Nothing is asked, so nothing may come.
        case idle
        /// Interim answers may come first.
        case head
        case body(BodyReader)
        /// HTTP is over: bytes go both ways.
        case tunnel
    }

    let target: UpstreamTarget
    /// What stands between; the upstream's rules name the same one for all of its connections.
    let proxy: ProxyServer?
    /// Of an answer's head.
    let headLimits: HeadLimits
    /// Whether it has served a request before the one it serves now.
    var isReused = false
    /// Told once the connection can be used, or cannot be had.
    var whenReady: ((Result<UpstreamLine, ProxyError>) -> Void)?
    /// Where it waits between requests.
    var pool: UpstreamPool?
    private let handshakeTimeout: TimeAmount
    private let time: TimeSource
    private var handshakeDeadline: Scheduled<Void>?
    var exchange: Exchange?
    private(set) var context: ChannelHandlerContext?
    var phase = Phase.idle
    var parser = ResponseParser()
    /// Whether anything has come since the request went out.
    var hasHeard = false
    var inbox = ByteBuffer()
    var outbox = Outbox()
    var awaitsFlush = false
    var requestIsChunked = false
    var answersHead = false
    var staysOpen = true
    var isRequestComplete = false

    /// - Parameter time: by which a certificate that is not trusted is looked at.
    init(
        target: UpstreamTarget, handshakeTimeout: TimeAmount, time: TimeSource, proxy: ProxyServer? = nil,
        headLimits: HeadLimits = .answers
    ) {
        self.headLimits = headLimits
        self.time = time
        self.target = target
        self.proxy = proxy
        self.handshakeTimeout = handshakeTimeout
    }

    var isUsable: Bool { context?.channel.isActive ?? false }

    /// Breaks the connection; nobody is told.
    func close() {
        exchange = nil
        pool = nil
        context?.close(promise: nil)
    }

    // MARK: ChannelInboundHandler

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    /// A channel that never was active is told nothing else.
    func handlerRemoved(context: ChannelHandlerContext) {
        handshakeDeadline?.cancel()
        (self.context, whenReady, pool, exchange) = (nil, nil, nil, nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        if target.scheme == .http {
            ready(.success(.http1(self)))
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
        switch event {
        case ChannelEvent.inputClosed: if case .tunnel = phase { exchange?.responseEnded(nil) }
        default:
            guard case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent else { break }
            if negotiated == "h2" { makeWay(context) } else { ready(.success(.http1(self))) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard exchange != nil else { return context.close(promise: nil) }
        hasHeard = true
        var bytes = unwrapInboundIn(data)
        if inbox.readableBytes == 0 { inbox = bytes } else { inbox.writeBuffer(&bytes) }
        takeApart()
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
        broke(words(error, context))
        context.close(promise: nil)
    }

    private func words(_ error: any Error, _ context: ChannelHandlerContext) -> String {
        guard error is NIOSSLError || error is NIOSSLExtraError else {
            return UpstreamFault.describe(error, connectingTo: target)
        }
        let certificate = (try? context.pipeline.syncOperations.nioSSL_peerCertificate()).flatMap { $0 }
        return UpstreamFault.tls(
            error, connectingTo: target, certificate: certificate.map { PeerCertificate($0) }, at: time.wall())
    }

    func channelInactive(context: ChannelHandlerContext) {
        inputEnded()
        pool?.lost(self)
        pool = nil
        context.fireChannelInactive()
    }

    /// Nothing more comes: the end of a body that ends so, of a tunnel, or too early.
    private func inputEnded() {
        switch phase {
        case .body(let reader) where reader.endsWithConnection: answerEnded(nil, reusable: false)
        case .tunnel where exchange?.state.isTunnelDraining == true:
            exchange?.responseEnded(nil)
            exchange = nil
        default: broke("the upstream closed the connection before its answer was complete")
        }
    }

    func broke(_ reason: String) {
        ready(.failure(ProxyError(.upstreamUnavailable, reason)))
        if case .head = phase, !isReused { pool?.neverAnswered(target) }
        phase = .idle
        let exchange = exchange
        self.exchange = nil
        exchange?.upstreamBroke(reason, isSilent: !hasHeard)
    }

    /// Leaves the connection to those who speak HTTP/2, which the upstream has chosen (RFC 7301).
    private func makeWay(_ context: ChannelHandlerContext) {
        let successor = HTTP2UpstreamConnection(target: target, headLimits: headLimits)
        do {
            try successor.install(in: context.channel, after: self)
            ready(.success(.http2(successor)))
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            context.fireErrorCaught(error)
            broke(UpstreamFault.describe(error, connectingTo: target))
            close()
        }
    }

    private func ready(_ result: Result<UpstreamLine, ProxyError>) {
        handshakeDeadline?.cancel()
        let told = whenReady
        whenReady = nil
        told?(result)
    }
}
