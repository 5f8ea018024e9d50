import HTTPWire
import NIOCore
import NIOSSL
import OutboundProxies
import ProxyCore

/// Asks an HTTP proxy for a way through to an upstream (RFC 9110, section 9.3.6), puts TLS in its own place once the way is
/// open, and tells the connection behind it of a refusal.
final class ConnectTunnel: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let proxy: ProxyServer
    private let target: UpstreamTarget
    private let makeTLS: () throws -> NIOSSLClientHandler
    /// With room for far more than a proxy has to say.
    private var parser = ResponseParser(limits: HeadLimits(size: 16_384))
    private var inbox = ByteBuffer()
    private var isOver = false

    /// - Parameter makeTLS: makes what speaks TLS to the upstream, once there is a way to it.
    init(_ proxy: ProxyServer, to target: UpstreamTarget, then makeTLS: @escaping () throws -> NIOSSLClientHandler) {
        self.proxy = proxy
        self.target = target
        self.makeTLS = makeTLS
    }

    func channelActive(context: ChannelHandlerContext) {
        var request = "CONNECT \(place) HTTP/1.1\r\nHost: \(place)\r\n"
        if let credentials = proxy.credentials {
            request += "Proxy-Authorization: \(credentials.exposedAuthorization)\r\n"
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request + "\r\n")), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        var bytes = unwrapInboundIn(data)
        inbox.writeBuffer(&bytes)
        do throws(WireFault) {
            while let head = try parser.next(&inbox) {
                // Interim answers mean nothing here.
                if head.status >= 200 { return answered(head.status, context) }
            }
        } catch {
            answered(nil, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if !isOver { refuse("closed the connection without an answer to CONNECT", context) }
        context.fireChannelInactive()
    }

    private func answered(_ status: Int?, _ context: ChannelHandlerContext) {
        switch status {
        case .some(200..<300): open(context)
        case 407?:
            let hint = proxy.credentials == nil ? "it wants a user and a password" : "it does not take the password"
            refuse("refuses the way to \(place) with status 407: \(hint); see \(proxy.origin)", context)
        case let status?: refuse("refuses the way to \(place) with status \(status)", context)
        case nil: refuse("does not answer CONNECT in HTTP", context)
        }
    }

    private func open(_ context: ChannelHandlerContext) {
        isOver = true
        do {
            let pipeline = context.pipeline.syncOperations
            let tls = try makeTLS()
            try pipeline.addHandler(tls, position: .after(self))
            if inbox.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(inbox)) }
            pipeline.removeHandler(self, promise: nil)
        } catch {
            context.fireErrorCaught(error)
        }
    }

    private func refuse(_ words: String, _ context: ChannelHandlerContext) {
        isOver = true
        context.fireErrorCaught(ProxyError(.upstreamUnavailable, "\(proxy.words) \(words)"))
    }

    /// Host and port; here the port is never left out.
    private var place: String { "\(target.urlHost):\(target.port)" }
}

extension ProxyServer {
    /// For an error: which proxy, and who says so.
    var words: String { "the proxy \(description) (\(origin))" }
}
