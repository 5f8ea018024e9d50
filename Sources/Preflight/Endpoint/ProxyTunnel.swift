import NIOCore
import OutboundProxies

/// Asks an HTTP proxy for a way through to an endpoint (RFC 9110, section 9.3.6).
enum ProxyTunnel {
    /// - Throws: ``ConnectFault``. The channel then stays as it is, and is of no use.
    static func open(
        _ channel: any Channel, to target: String, credentials: ProxyCredentials?, within timeout: Duration
    ) async throws {
        let answer = channel.eventLoop.makePromise(of: Void.self)
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { answer.fail(ConnectFault.noAnswer) }
        defer { timer.cancel() }
        var request = "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n"
        if let credentials { request += "Proxy-Authorization: \(credentials.exposedAuthorization)\r\n" }
        let bytes = ByteBuffer(string: request + "\r\n")
        channel.eventLoop.execute {
            do { try channel.pipeline.syncOperations.addHandler(TunnelAnswer(answer)) } catch { answer.fail(error) }
            channel.writeAndFlush(bytes, promise: nil)
        }
        try await answer.futureResult.get()
    }
}

/// Reads the head of the proxy's answer, and leaves the pipeline once it is complete.
private final class TunnelAnswer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let answer: EventLoopPromise<Void>
    private var head = ByteBuffer()
    /// Far more than a proxy has to say.
    private static let longestHead = 8_192

    init(_ answer: EventLoopPromise<Void>) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        head.writeBuffer(&bytes)
        let text = String(buffer: head)
        guard let end = text.firstRange(of: "\r\n\r\n") else {
            if head.readableBytes > Self.longestHead { answer.fail(ConnectFault.notAProxy) }
            return
        }
        switch Self.status(text[..<end.lowerBound]) {
        case .some(200..<300):
            let answer = answer
            context.pipeline.syncOperations.removeHandler(context: context).whenComplete { _ in answer.succeed() }
        case let status?: answer.fail(ConnectFault.refusedByProxy(status: status))
        case nil: answer.fail(ConnectFault.notAProxy)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { answer.fail(ConnectFault.reset) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.fail(ConnectFault(error))
        context.close(promise: nil)
    }

    /// Of `HTTP/1.1 200 Connection established`.
    private static func status(_ head: Substring) -> Int? {
        guard head.hasPrefix("HTTP/1.") else { return nil }
        let parts = head.prefix { $0 != "\r\n" }.split(separator: " ", maxSplits: 2)
        return parts.count > 1 && parts[1].count == 3 ? Int(parts[1]) : nil
    }
}
