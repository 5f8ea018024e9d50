import JotopTestSupport
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL

/// One end of a connection in HTTP/2, frame for frame: what it reads and writes is up to the test. Only acknowledgements and
/// the framing itself are NIOHTTP2's; nothing is validated, no window is opened again.
final class FrameConnection: Sendable {
    let channel: any Channel
    private let inbox: FrameInbox

    private init(_ channel: any Channel, _ inbox: FrameInbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// Bytes that the other side may send over a stream, and over all of them, before it has to wait.
    static let wideWindow = 1 << 26

    /// Puts HTTP/2 into a connection.
    ///
    /// - Parameters:
    ///   - streams: how many the other side may open at a time.
    ///   - window: how much it may send over each of them.
    static func adopt(
        _ channel: any Channel, _ mode: NIOHTTP2Handler.ParserMode, streams: Int = 100, window: Int = wideWindow
    ) throws -> FrameConnection {
        let inbox = FrameInbox()
        var settings = NIOHTTP2Handler.ConnectionConfiguration()
        settings.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: streams),
            HTTP2Setting(parameter: .initialWindowSize, value: window),
        ]
        settings.headerBlockValidation = .disabled
        settings.contentLengthValidation = .disabled
        settings.maximumSequentialEmptyDataFrames = 1000
        settings.maximumRecentlyResetStreams = 10_000
        settings.controlFrameRateLimit.maximumCount = 100_000
        var streamSettings = NIOHTTP2Handler.StreamConfiguration()
        streamSettings.streamResetFrameRateLimit.maximumCount = 100_000
        try channel.pipeline.syncOperations.addHandlers(
            NIOHTTP2Handler(mode: mode, connectionConfiguration: settings, streamConfiguration: streamSettings),
            FrameCollector(inbox))
        return FrameConnection(channel, inbox)
    }

    /// Connects to a loopback port by TLS, as a client that speaks nothing but HTTP/2.
    static func connect(
        to port: Int, trusting certificate: TestCertificate, window: Int = wideWindow
    ) async throws -> FrameConnection {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([try certificate.loaded])
        configuration.applicationProtocols = ["h2"]
        let tls = try NIOSSLContext(configuration: configuration)
        return try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    return try adopt(channel, .client, window: window)
                }
            }
    }

    func send(_ stream: HTTP2StreamID, _ payload: HTTP2Frame.FramePayload) async throws {
        try await channel.writeAndFlush(HTTP2Frame(streamID: stream, payload: payload))
    }

    /// Sends without waiting for it to have gone out, which a closed window can keep it from.
    func post(_ stream: HTTP2StreamID, _ payload: HTTP2Frame.FramePayload) {
        channel.writeAndFlush(HTTP2Frame(streamID: stream, payload: payload), promise: nil)
    }

    func head(_ stream: HTTP2StreamID, _ fields: HPACKHeaders, ends: Bool = false) async throws {
        try await send(stream, .headers(.init(headers: fields, endStream: ends)))
    }

    func data(_ stream: HTTP2StreamID, _ text: String, ends: Bool = false) async throws {
        try await send(stream, .data(.init(data: .byteBuffer(ByteBuffer(string: text)), endStream: ends)))
    }

    /// The next frame of which `extract` makes something; frames before it stay for others. Nil once the connection is closed.
    func next<T: Sendable>(_ extract: @escaping @Sendable (HTTP2Frame) -> T?) async -> T? {
        await inbox.next(extract)
    }

    /// The next head, trailers included: whose it is, and what is in it.
    func nextHead() async -> ReceivedHead? { await next { ReceivedHead($0) } }

    /// The next piece of a body on a stream.
    func nextData(_ stream: HTTP2StreamID) async -> (text: String, ends: Bool)? {
        await next { frame in
            guard frame.streamID == stream, case .data(let piece) = frame.payload,
                case .byteBuffer(let bytes) = piece.data
            else { return nil }
            return (String(buffer: bytes), piece.endStream)
        }
    }

    /// Waits until the other side gives up a stream.
    func nextReset(_ stream: HTTP2StreamID) async -> HTTP2ErrorCode? {
        await next { frame in
            guard frame.streamID == stream, case .rstStream(let code) = frame.payload else { return nil }
            return code
        }
    }

    /// How many bytes more than at the beginning the other side has allowed on a stream so far.
    func granted(_ stream: HTTP2StreamID) async -> Int {
        await inbox.all.reduce(0) { sum, frame in
            guard frame.streamID == stream, case .windowUpdate(let increment) = frame.payload else { return sum }
            return sum + increment
        }
    }

    /// Waits until the other side says that it takes no more streams.
    func nextGoAway() async -> (last: HTTP2StreamID, code: HTTP2ErrorCode)? {
        await next { frame in
            guard case .goAway(let last, let code, _) = frame.payload else { return nil }
            return (last, code)
        }
    }

    func close() async { try? await channel.close() }

    func closed() async { try? await channel.closeFuture.get() }
}

struct ReceivedHead: Sendable {
    let stream: HTTP2StreamID
    let fields: HPACKHeaders
    let ends: Bool

    init?(_ frame: HTTP2Frame) {
        guard case .headers(let head) = frame.payload else { return nil }
        (stream, fields, ends) = (frame.streamID, head.headers, head.endStream)
    }

    subscript(_ name: String) -> String? { fields.first(name: name) }
}

private actor FrameInbox {
    private var frames: [HTTP2Frame] = []
    private var isClosed = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    var all: [HTTP2Frame] { frames }

    func received(_ frame: HTTP2Frame) {
        frames.append(frame)
        wake()
    }

    func closed() {
        isClosed = true
        wake()
    }

    func next<T>(_ extract: @Sendable (HTTP2Frame) -> T?) async -> T? {
        while true {
            for index in frames.indices {
                guard let value = extract(frames[index]) else { continue }
                frames.remove(at: index)
                return value
            }
            guard !isClosed, !Task.isCancelled else { return nil }
            await withTaskCancellationHandler {
                await withCheckedContinuation { waiters.append($0) }
            } onCancel: {
                Task { await self.wake() }
            }
        }
    }

    private func wake() {
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}

private final class FrameCollector: ChannelInboundHandler, Sendable {
    typealias InboundIn = HTTP2Frame

    private let events: AsyncStream<HTTP2Frame>.Continuation

    init(_ inbox: FrameInbox) {
        let (stream, continuation) = AsyncStream.makeStream(of: HTTP2Frame.self)
        events = continuation
        Task {
            for await frame in stream { await inbox.received(frame) }
            await inbox.closed()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { events.yield(unwrapInboundIn(data)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func channelInactive(context: ChannelHandlerContext) { events.finish() }
}
