package import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One end of a TCP connection, byte for byte: what it reads and writes is up to the test.
package final class RawConnection: Sendable {
    package let channel: any Channel
    private let inbox: Inbox

    fileprivate init(_ channel: any Channel, _ inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// Connects to a loopback port.
    ///
    /// - Parameters:
    ///   - halfCloses: whether its output stays open when the other side's ends.
    ///   - prepare: adds what stands between the wire and the test, such as TLS.
    package static func connect(
        to port: Int, autoRead: Bool = true, halfCloses: Bool = true,
        _ prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in }
    ) async throws -> RawConnection {
        let inbox = Inbox()
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.autoRead, value: autoRead)
            .channelOption(.allowRemoteHalfClosure, value: halfCloses)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try prepare(channel)
                    try channel.pipeline.syncOperations.addHandler(Collector(inbox))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawConnection(channel, inbox)
    }

    /// Takes over one end of a connection that somebody else has made, on its event loop.
    package static func adopt(_ channel: any Channel) throws -> RawConnection {
        let inbox = Inbox()
        try channel.pipeline.syncOperations.addHandler(Collector(inbox))
        return RawConnection(channel, inbox)
    }

    package func write(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    package func write(bytes count: Int) async throws {
        try await channel.writeAndFlush(ByteBuffer(repeating: UInt8(ascii: "x"), count: count))
    }

    /// Reads until what has come since the last call ends with `ending`, or the other side has closed.
    package func read(through ending: String) async -> String {
        await inbox.take { text in text.firstRange(of: ending)?.upperBound }
    }

    /// Reads a head, and as much of a body as its `Content-Length` says.
    package func readMessage() async -> String {
        let head = await read(through: "\r\n\r\n")
        guard let length = head.lowercased().split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }),
            let count = Int(length.drop { $0 != ":" }.dropFirst().trimmingPrefix(" ")), count > 0
        else { return head }
        let body = await inbox.take { text in
            text.utf8.count >= count ? text.utf8.index(text.startIndex, offsetBy: count) : nil
        }
        return head + body
    }

    /// Reads everything up to the other side's close.
    package func readToEnd() async -> String { await inbox.take { _ in nil } }

    /// Whether the other side broke the connection instead of ending it; to be asked after its end.
    package var wasReset: Bool { get async { await inbox.wasReset } }

    package func close() async { try? await channel.close() }

    /// Waits until the connection is closed.
    package func closed() async { try? await channel.closeFuture.get() }
}

/// A listener on a loopback port that hands out its connections in order.
package final class RawServer: Sendable {
    package let port: Int
    private let channel: any Channel
    private let accepted: AsyncStream<RawConnection>

    package static func start(autoRead: Bool = true) async throws -> RawServer {
        let (accepted, queue) = AsyncStream.makeStream(of: RawConnection.self)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelOption(.autoRead, value: autoRead)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let inbox = Inbox()
                    try channel.pipeline.syncOperations.addHandler(Collector(inbox))
                    queue.yield(RawConnection(channel, inbox))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return RawServer(channel: channel, port: channel.localAddress?.port ?? 0, accepted: accepted)
    }

    private init(channel: any Channel, port: Int, accepted: AsyncStream<RawConnection>) {
        self.channel = channel
        self.port = port
        self.accepted = accepted
    }

    /// The next connection; to be awaited by one task at a time.
    ///
    /// - Throws: `CancellationError`, when the test's time is over.
    package func accept() async throws -> RawConnection {
        for await connection in accepted { return connection }
        throw CancellationError()
    }

    /// Every connection, in order, until the task is cancelled.
    package func connections() -> AsyncStream<RawConnection> { accepted }

    package func close() async { try? await channel.close() }
}

/// What has been read and not been taken yet.
private actor Inbox {
    private var text = ""
    private var isClosed = false
    private(set) var wasReset = false
    private var waiter: CheckedContinuation<Void, Never>?

    func received(_ more: String) {
        text += more
        wake()
    }

    func reset() { wasReset = true }

    func closed() {
        isClosed = true
        wake()
    }

    func take(upTo end: @Sendable (String) -> String.Index?) async -> String {
        while true {
            if let end = end(text) {
                defer { text = String(text[end...]) }
                return String(text[..<end])
            }
            guard !isClosed else {
                defer { text = "" }
                return text
            }
            await withCheckedContinuation { waiter = $0 }
        }
    }

    private func wake() {
        waiter?.resume()
        waiter = nil
    }
}

private final class Collector: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private enum News {
        case text(String)
        case end
        case reset
    }

    private let events: AsyncStream<News>.Continuation

    init(_ inbox: Inbox) {
        let (stream, continuation) = AsyncStream.makeStream(of: News.self)
        events = continuation
        Task {
            for await news in stream {
                switch news {
                case .text(let text): await inbox.received(text)
                case .end: await inbox.closed()
                case .reset: await inbox.reset()
                }
            }
            await inbox.closed()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        events.yield(.text(String(buffer: unwrapInboundIn(data))))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { events.yield(.end) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let isReset = (error as? IOError)?.errnoCode == ECONNRESET
        // The same in TLS: the connection has ended, and TLS has not (RFC 8446, section 6.1).
        if isReset || String(describing: error) == "uncleanShutdown" { events.yield(.reset) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { events.finish() }
}
