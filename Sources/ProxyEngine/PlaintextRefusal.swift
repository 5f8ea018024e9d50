import NIOCore
import ProxyCore

/// Stands before TLS and tells a client that speaks plain HTTP to it, in plain HTTP, what is wrong; what speaks neither is
/// sent away without a word.
final class PlaintextRefusal: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The first byte of a handshake (RFC 8446, section 5.1).
    private static let handshake: UInt8 = 22
    /// How long the client has to read its answer.
    private static let lingerTime = TimeAmount.seconds(2)

    private let told: (String) -> Void
    private var isRefused = false

    /// - Parameter told: gets the reason, once.
    init(told: @escaping (String) -> Void) { self.told = told }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard !isRefused, let first = bytes.readableBytesView.first else { return }
        guard first != Self.handshake else {
            context.fireChannelRead(data)
            return context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
        isRefused = true
        guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else {
            told("what came is no TLS")
            return context.close(promise: nil)
        }
        told("plain HTTP was spoken to the HTTPS port")
        refuse(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // What else comes is dropped, so that closing does not take the answer away.
        if isRefused { context.read() } else { context.fireChannelReadComplete() }
    }

    private func refuse(_ context: ChannelHandlerContext) {
        let code = ProxyError.Code.malformedRequest
        let body = "plain HTTP request sent to an HTTPS port: use https://"
        let answer =
            "HTTP/1.1 \(code.status) Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: \(body.utf8.count)\r\nX-Jotop-Error: \(code.rawValue)\r\nConnection: close\r\n\r\n"
            + body
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: .output, promise: nil) }
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingerTime) { context.close(promise: nil) }
    }
}
