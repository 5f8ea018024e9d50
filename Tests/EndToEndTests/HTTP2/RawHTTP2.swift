import JotopTestSupport
import NIOCore
import NIOHPACK
import NIOPosix
import NIOSSL

/// A client that writes the bytes of HTTP/2 itself, for what NIOHTTP2 would not let through.
struct RawHTTP2 {
    enum FrameType: UInt8, Sendable {
        case data, headers, priority, rstStream, settings, pushPromise, ping, goAway, windowUpdate, continuation
    }

    struct Frame: Sendable {
        let type: FrameType?
        let payload: ByteBuffer

        /// Of a GOAWAY (RFC 9113, section 6.8).
        var errorCode: Int? { payload.getInteger(at: payload.readerIndex + 4, as: UInt32.self).map(Int.init) }
    }

    enum Flood: String, CaseIterable, Sendable {
        case pings, emptyData, continuations
    }

    private let channel: any Channel
    private let bytes: AsyncStream<ByteBuffer>

    /// - Parameter speaks: whether it begins as RFC 9113, section 3.4, has it.
    static func connect(
        to port: Int, trusting certificate: TestCertificate, speaks: Bool = true
    ) async throws -> RawHTTP2 {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([try certificate.loaded])
        configuration.applicationProtocols = ["h2"]
        let tls = try NIOSSLContext(configuration: configuration)
        let (bytes, queue) = AsyncStream.makeStream(of: ByteBuffer.self)
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        NIOSSLClientHandler(context: tls, serverHostname: "localhost"), ByteCollector(queue))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let client = RawHTTP2(channel: channel, bytes: bytes)
        guard speaks else { return client }
        try await client.write(ByteBuffer(string: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
        try await client.frame(.settings)
        return client
    }

    func write(_ bytes: ByteBuffer) async throws { try await channel.writeAndFlush(bytes) }

    func frame(_ type: FrameType, flags: UInt8 = 0, stream: Int = 0, _ payload: ByteBuffer = ByteBuffer()) async throws
    {
        try await write(Self.frame(type, flags: flags, stream: stream, payload))
    }

    private static func frame(_ type: FrameType, flags: UInt8, stream: Int, _ payload: ByteBuffer) -> ByteBuffer {
        var frame = ByteBuffer()
        let length = UInt32(payload.readableBytes)
        frame.writeInteger(UInt8(length >> 16))
        frame.writeInteger(UInt16(truncatingIfNeeded: length))
        frame.writeInteger(type.rawValue)
        frame.writeInteger(flags)
        frame.writeInteger(UInt32(stream))
        frame.writeImmutableBuffer(payload)
        return frame
    }

    /// `GET /` of `localhost`, in fields that need no table (RFC 7541, section 6).
    private static var head: ByteBuffer {
        var block = ByteBuffer(bytes: [0x82, 0x87, 0x84, 0x01, 9])
        block.writeString("localhost")
        block.writeBytes([0x00, 15])
        block.writeString("x-upstream-host")
        block.writeInteger(UInt8(11))
        block.writeString("127.0.0.1:1")
        return block
    }

    func request(_ stream: Int) async throws {
        try await frame(.headers, flags: 0x5, stream: stream, Self.head)
    }

    /// Begins a request whose body has not come, and changes its window, or the connection's, in the same piece.
    func request(_ stream: Int, widening window: Int, by increment: UInt32) async throws {
        var bytes = Self.frame(.headers, flags: 0x4, stream: stream, Self.head)
        bytes.writeImmutableBuffer(
            Self.frame(.windowUpdate, flags: 0, stream: window, ByteBuffer(integer: increment)))
        try await write(bytes)
    }

    /// Sends far too many of them, in one piece; that the other side has closed before the last is no failure.
    func flood(_ flood: Flood) async throws {
        var bytes = ByteBuffer()
        if flood == .emptyData || flood == .continuations {
            let flags: UInt8 = flood == .emptyData ? 0x4 : 0
            bytes.writeImmutableBuffer(Self.frame(.headers, flags: flags, stream: 1, Self.head))
        }
        let one: ByteBuffer =
            switch flood {
            case .pings: Self.frame(.ping, flags: 0, stream: 0, ByteBuffer(repeating: 0, count: 8))
            case .emptyData: Self.frame(.data, flags: 0, stream: 1, ByteBuffer())
            case .continuations: Self.frame(.continuation, flags: 0, stream: 1, ByteBuffer())
            }
        for _ in 0..<20_000 { bytes.writeImmutableBuffer(one) }
        try? await write(bytes)
    }

    /// Every frame up to the end of the connection.
    func readToEnd() async -> [Frame] {
        var (all, frames) = (ByteBuffer(), [Frame]())
        for await piece in bytes { all.writeImmutableBuffer(piece) }
        while let header = all.readBytes(length: 9) {
            let length = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
            guard let payload = all.readSlice(length: length) else { break }
            frames.append(Frame(type: FrameType(rawValue: header[3]), payload: payload))
        }
        return frames
    }
}

private final class ByteCollector: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let queue: AsyncStream<ByteBuffer>.Continuation

    init(_ queue: AsyncStream<ByteBuffer>.Continuation) { self.queue = queue }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { queue.yield(unwrapInboundIn(data)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) { queue.finish() }
}
