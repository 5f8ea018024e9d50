import HTTPWire
import NIOCore
import NIOHTTP2
import ProxyCore

/// A connection to an upstream in HTTP/2, carrying exchanges side by side on the event loop of their clients.
final class HTTP2UpstreamConnection: ChannelInboundHandler, StreamCarrier {
    typealias InboundIn = HTTP2Frame

    let target: UpstreamTarget
    var slots = StreamSlots()
    /// Whether it has given a whole answer.
    var hasServed = false
    /// Who is told of what concerns all of its streams.
    var pool: UpstreamPool?
    /// The last stream that the upstream has taken up, once it takes no more (RFC 9113, section 6.8).
    private var lastTaken: HTTP2StreamID?
    /// Why the connection ended, if more is known than that it did.
    private var fault: String?
    private(set) var context: ChannelHandlerContext?
    private var framing: NIOHTTP2Handler?

    private let headLimits: HeadLimits

    /// - Parameter headLimits: of an answer's head.
    init(target: UpstreamTarget, headLimits: HeadLimits = .answers) {
        self.target = target
        self.headLimits = headLimits
    }

    var isUsable: Bool { context?.channel.isActive ?? false }

    /// Puts the handlers of HTTP/2 into a connection, before its first byte has come.
    func install(in channel: any Channel, after handler: some ChannelHandler) throws {
        let settings = NIOHTTP2Handler.Configuration.asking(headLimits)
        let framing = NIOHTTP2Handler(
            mode: .client, eventLoop: channel.eventLoop, connectionConfiguration: settings.connection,
            streamConfiguration: settings.stream
        ) { pushed in
            // Nobody has allowed it (RFC 9113, section 8.4).
            pushed.close()
        }
        self.framing = framing
        // Innermost first: the framing speaks as soon as it stands.
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(self, position: .after(handler))
        try pipeline.addHandler(framing, position: .after(handler))
        // Whoever asks for frames asks its own stream; the connection has to hear of windows and resets at any time.
        try channel.syncOptions?.setOption(.autoRead, value: true)
    }

    /// Opens a stream, whose place is taken already.
    ///
    /// - Parameter then: called later, with nil if the connection is gone.
    func open(then: @escaping (HTTP2UpstreamStream?) -> Void) {
        guard let context, let streams = try? framing?.syncMultiplexer() else { return then(nil) }
        let me = NIOLoopBound(self, eventLoop: context.eventLoop)
        let opened = context.eventLoop.makePromise(of: (any Channel).self)
        streams.createStreamChannel(promise: opened) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.syncOptions?.setOption(.autoRead, value: false)
                try channel.pipeline.syncOperations.addHandler(HTTP2UpstreamStream(me.value))
            }
        }
        opened.futureResult.assumeIsolated().whenComplete { result in
            let stream = try? result.get().pipeline.syncOperations.handler(type: HTTP2UpstreamStream.self)
            then(self.isUsable ? stream : nil)
        }
    }

    /// A stream is over.
    func streamEnded() {
        slots.released()
        if slots.isLeaving, slots.isQuiet { return close() }
        pool?.gainedRoom(self)
    }

    /// The upstream answers what does not pass here: the next requests to it go by HTTP/1.
    func avoidNextTime() { pool?.avoidHTTP2(to: target) }

    /// Whether the upstream has said that it will not take up a stream.
    func hasPassedOver(_ stream: HTTP2StreamID) -> Bool { lastTaken.map { stream > $0 } ?? false }

    /// How it ended, in words.
    var ending: String { fault ?? "the upstream closed the connection before its answer was complete" }

    /// Ends it; TLS may take its time for that, in which no stream is opened any more.
    func close() {
        slots.leaving()
        pool?.left(self)
        context?.close(promise: nil)
    }

    // MARK: ChannelInboundHandler

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { (self.context, framing, pool) = (nil, nil, nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data).payload {
        case .settings(.settings(let settings)):
            slots.allowed(settings.last { $0.parameter == .maxConcurrentStreams }?.value)
            pool?.gainedRoom(self)
        case .goAway(let last, let code, _): toldToLeave(last, code)
        default: break
        }
    }

    private func toldToLeave(_ last: HTTP2StreamID, _ code: HTTP2ErrorCode) {
        lastTaken = last
        if code != .noError { fault = "the upstream ended the connection: \(HTTP2Fault.name(code))" }
        slots.leaving()
        pool?.left(self)
        if slots.isQuiet { close() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !HTTP2Fault.isOfOneStream(error) else { return }
        if fault == nil { fault = UpstreamFault.describe(error, connectingTo: target) }
        context.close(for: error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        slots.leaving()
        pool?.left(self)
        pool = nil
        context.fireChannelInactive()
    }
}
