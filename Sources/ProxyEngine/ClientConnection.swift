import NIOCore
import NIOHTTP1
import NIOSSL
import ProxyCore

/// A client's connection: takes requests apart into decisions, and puts answers on the wire.
///
/// What is to be done is decided by ``ClientConnectionState``; this does it. It lives on one event loop, and so does the
/// upstream's connection that it is paired with, so that neither ever waits for the other's thread.
final class ClientConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// How long a client has to read its answer and to stop sending, once the connection is to be closed: closing while
    /// bytes are unread would take the answer away from it.
    private static let lingerTime = TimeAmount.seconds(2)
    /// How many connections beyond the limit are told why they are closed.
    private static let refusalLimit = 8

    let loop: LoopContext
    var state = ClientConnectionState()
    var exchange: Exchange?
    var upstream: UpstreamConnection?
    /// The wish for a connection that has not come true yet.
    var pending: UpstreamPool.Request?
    var tokenTask: Task<Void, Never>?
    var deadline: Scheduled<Void>?
    /// In the pipeline before the decoder.
    let watch = HeadWatch()
    /// When the head came into being that is not complete yet.
    private(set) var headBegan: ContinuousClock.Instant?
    /// Since when nothing has been asked.
    var idleSince: ContinuousClock.Instant
    /// Whether TLS is spoken, and its handshake is under way.
    var isShakingHands: Bool
    /// Whether it is one of too many, to be told so once that can be said.
    private(set) var isSurplus = false
    private var linger: Scheduled<Void>?
    private(set) var context: ChannelHandlerContext?

    init(loop: LoopContext) {
        self.loop = loop
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
        switch state.clientLeft() {
        case .cancel: finish(ProxyError(.clientGone, "the client closed its connection"))
        case .complete:
            upstream?.endOutput()
            finish(nil)
        case .nothing: break
        }
        linger?.cancel()
        loop.closed(self)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            let keepAlive = head.isKeepAlive && !head.endsHTTP
            watch.headRead()
            headBegan = nil
            guard state.headRead(keepAlive: keepAlive, hasBody: head.announcesBody) else { return }
            begin(head)
        case .body(let bytes): handle(.body(bytes))
        case .end(let trailers): handle(.end(trailers))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        upstream?.flush()
        if headBegan == nil, watch.isUnderWay, state.isIdle { headBegan = engine.time.now() }
        readMore()
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { upstream?.readMore() }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isShakingHands { handshakeFailed(HandshakeFault.describe(error)) }
        // The end of the stream in the middle of a request: the client left.
        guard let error = error as? HTTPParserError, error != .invalidEOFState else {
            return context.close(promise: nil)
        }
        let refusal = refusal(of: error)
        stopUpstream()
        switch state.failed(close: true) {
        case .answer(let close):
            if exchange == nil { openUnreadable() }
            answer(refusal, close: close)
        case .abort:
            finish(refusal)
            abort()
        // The answer is on its way out, and the connection ends after it.
        case .nothing: break
        }
    }

    /// Asks the client's channel for more, if there is room for it.
    func readMore() {
        if state.wantsRead(upstreamIsWritable: upstream?.isWritable ?? true) { context?.read() }
    }

    /// Breaks the connection at once. TLS takes no leave: an answer that is cut short must not look complete.
    func abort() {
        let tls = engine.certificate.flatMap { _ in
            try? context?.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        }
        (tls ?? context)?.close(promise: nil)
    }

    private func handle(_ part: ClientConnectionState.Part) {
        switch state.partRead(part) {
        case .nothing: break
        case .forward(let part): forward(part)
        case .finish(let ending): conclude(ending, after: nil)
        }
    }

    private func refusal(of error: HTTPParserError) -> ProxyError {
        switch error {
        case .headerOverflow: overflow
        case .invalidMethod: ProxyError(.methodNotImplemented, "the request's method is unknown")
        case .paused:
            ProxyError(.malformedRequest, "HTTP/2 without TLS, or an upgrade: only HTTP/1.1 is spoken here")
        default: ProxyError(.malformedRequest, "not a request of HTTP/1.1: \(error)")
        }
    }
}

// MARK: - What reaches the client

extension ClientConnection {
    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Writes the head of an upstream's answer, whose bytes may be no text.
    func write(_ head: HTTPResponseHead, carried: Bool) {
        if carried { context?.restoreNextHead(of: HTTPResponseEncoder.self) }
        write(.head(head))
    }

    func write(_ part: HTTPServerResponsePart) {
        context?.write(wrapOutboundOut(part), promise: nil)
    }

    func flush() { context?.flush() }

    /// Completes an answer, and does what its end asks of the connection.
    ///
    /// The ending was taken from the state before, because the next request may come in while this is written.
    func complete(_ trailers: HTTPHeaders?, _ ending: ClientConnectionState.Ending) {
        guard let context else { return }
        guard ending != .next else {
            watch.expectHead()
            context.writeAndFlush(wrapOutboundOut(.end(trailers)), promise: nil)
            return readMore()
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(trailers)), promise: written)
        conclude(ending, after: written.futureResult)
    }

    /// Ends the connection, or reads on: as the exchange's end asks for.
    private func conclude(_ ending: ClientConnectionState.Ending, after written: EventLoopFuture<Void>?) {
        guard let context, ending != .next else {
            linger?.cancel()
            linger = nil
            watch.expectHead()
            return readMore()
        }
        let written = written ?? context.eventLoop.makeSucceededVoidFuture()
        if ending == .close { closeOutput(after: written) }
        readMore()
        // The time counts from when everything is out: a client that reads slowly is still reading.
        written.assumeIsolated().whenComplete { _ in self.startLinger() }
    }

    private func startLinger() {
        guard let context, linger == nil, state.isEnding else { return }
        linger = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingerTime) { self.abort() }
    }

    /// Says that nothing more comes, once everything is out. The client closes in return; if it does not, time ends it.
    private func closeOutput(after written: EventLoopFuture<Void>) {
        written.assumeIsolated().whenComplete { _ in self.context?.close(mode: .output, promise: nil) }
    }

    /// Answers in the proxy's own name.
    func answer(_ error: ProxyError, close: Bool) {
        let body = error.code.body
        var headers: HTTPHeaders = [
            "Content-Type": "text/plain; charset=utf-8", "Content-Length": String(body.utf8.count),
            "X-Jotop-Error": error.code.rawValue,
        ]
        if close {
            headers.add(name: "Connection", value: "close")
        } else if exchange?.head.version.isAtLeast1_1 == false {
            headers.add(name: "Connection", value: "keep-alive")
        }
        let isHead = exchange?.head.method == .HEAD
        exchange?.status = error.code.status
        write(
            .head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: error.code.status), headers: headers)))
        if !isHead, let buffer = context?.channel.allocator.buffer(string: body) {
            write(.body(.byteBuffer(buffer)))
        }
        finish(error)
        complete(nil, state.answered())
    }
}

extension HTTPRequestHead {
    /// Whether the decoder takes what follows for another protocol, and reads no more of it: no second request comes.
    fileprivate var endsHTTP: Bool {
        method == .CONNECT
            || headers.contains(name: "upgrade")
                && headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
    }

    /// Whether the fields say that a body follows (RFC 9112, section 6.3).
    fileprivate var announcesBody: Bool {
        if headers.contains(name: "transfer-encoding") { return true }
        guard let length = headers.first(name: "content-length") else { return false }
        return length != "0"
    }
}
