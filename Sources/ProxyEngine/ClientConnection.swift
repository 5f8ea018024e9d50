import NIOCore
import NIOHTTP1
import ProxyCore

/// A client's connection: takes requests apart into decisions, and puts answers on the wire.
///
/// What is to be done is decided by ``ClientConnectionState``; this does it. It lives on one event loop, and so does the
/// upstream's connection that it is paired with, so that neither ever waits for the other's thread.
final class ClientConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    let loop: LoopContext
    var state = ClientConnectionState()
    var exchange: Exchange?
    var upstream: UpstreamConnection?
    /// Whether a connection is being made for the exchange.
    var pending: UpstreamPool.Request?
    var tokenTask: Task<Void, Never>?
    var deadline: Scheduled<Void>?
    private(set) var context: ChannelHandlerContext?

    init(loop: LoopContext) { self.loop = loop }

    var engine: EngineContext { loop.engine }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { opened(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        opened(context)
        context.fireChannelActive()
    }

    private func opened(_ context: ChannelHandlerContext) {
        loop.opened(self)
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if state.clientLeft() == .cancel {
            finish(ProxyError(.clientGone, "the client closed its connection"))
        }
        loop.closed(self)
        self.context = nil
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            state.headRead(keepAlive: head.isKeepAlive)
            begin(head)
        case .body(let bytes): handle(.body(bytes))
        case .end(let trailers): handle(.end(trailers))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        upstream?.flush()
        readMore()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { upstream?.readMore() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.close(promise: nil) }
        let refusal = Self.refusal(of: error)
        stopUpstream()
        switch state.failed(close: true) {
        case .answer(let close):
            if exchange == nil { exchange = unreadable(at: engine.time.now()) }
            answer(refusal, close: close)
        case .abort, .nothing:
            finish(refusal)
            context.close(promise: nil)
        }
    }

    /// Asks the client's channel for more, if there is room for it.
    func readMore() {
        if state.wantsRead(upstreamIsWritable: upstream?.isWritable ?? true) { context?.read() }
    }

    /// Breaks the connection at once.
    func abort() { context?.close(promise: nil) }

    private func handle(_ part: ClientConnectionState.Part) {
        switch state.partRead(part) {
        case .nothing: break
        case .forward(let part): forward(part)
        case .finish(let ending): conclude(ending)
        }
    }

    private static func refusal(of error: any Error) -> ProxyError {
        switch error as? HTTPParserError {
        case .headerOverflow: ProxyError(.headTooLarge, "the request's head is too large")
        case .invalidMethod: ProxyError(.methodNotImplemented, "the request's method is unknown")
        default: ProxyError(.malformedRequest, "not a request of HTTP/1.1: \(error)")
        }
    }
}

// MARK: - What reaches the client

extension ClientConnection {
    var isWritable: Bool { context?.channel.isWritable ?? false }

    func write(_ part: HTTPServerResponsePart) {
        context?.write(wrapOutboundOut(part), promise: nil)
    }

    func flush() { context?.flush() }

    /// Does what an exchange's end asks of the connection.
    func conclude(_ ending: ClientConnectionState.Ending) {
        switch ending {
        case .next, .drain: readMore()
        case .close: context?.close(promise: nil)
        }
    }

    /// Answers in the proxy's own name.
    func answer(_ error: ProxyError, close: Bool) {
        let body = error.code.body
        var headers: HTTPHeaders = [
            "Content-Type": "text/plain; charset=utf-8", "Content-Length": String(body.utf8.count),
            "X-Jotop-Error": error.code.rawValue,
        ]
        if close { headers.add(name: "Connection", value: "close") }
        let isHead = exchange?.head.method == .HEAD
        exchange?.status = error.code.status
        write(
            .head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: error.code.status), headers: headers)))
        if !isHead, let buffer = context?.channel.allocator.buffer(string: body) {
            write(.body(.byteBuffer(buffer)))
        }
        finish(error)
        let done = context?.eventLoop.makePromise(of: Void.self)
        context?.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
        let ending = state.answered()
        guard ending == .close, let done, let context else { return conclude(ending) }
        // Closing before the answer is out would take it away from the client.
        done.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }
}
