import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// TLS before a loopback port that speaks none, with a certificate made for the test. It remembers what was asked for.
struct TLSFront {
    let port: Int
    let certificate: TestCertificate
    /// Where the plain bytes go.
    private let destination: NIOLockedValueBox<Int>
    private let heads: NIOLockedValueBox<[String]>

    /// The targets of the requests that came through, in order.
    var targets: [String] {
        heads.withLockedValue { $0.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) } }
    }

    /// - Parameter name: that the certificate is for.
    static func start(name: String = "localhost") async throws -> TLSFront {
        let certificate = try TestCertificate(name)
        let tls = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(try certificate.loaded)],
                privateKey: .privateKey(try certificate.loadedKey)))
        let (destination, heads) = (NIOLockedValueBox(0), NIOLockedValueBox<[String]>([]))
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: tls))
                    try pipeline.addHandler(Passage(to: destination, heads))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return TLSFront(
            port: channel.localAddress?.port ?? 0, certificate: certificate, destination: destination, heads: heads)
    }

    func lead(to port: Int) { destination.withLockedValue { $0 = port } }
}

/// Connects with the first bytes, and then passes on what comes.
private final class Passage: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let destination: NIOLockedValueBox<Int>
    private let heads: NIOLockedValueBox<[String]>
    private var far: (any Channel)?
    private var waiting = ByteBuffer()
    private var isConnecting = false

    init(to destination: NIOLockedValueBox<Int>, _ heads: NIOLockedValueBox<[String]>) {
        self.destination = destination
        self.heads = heads
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        // Whoever fetches documents sends a head at a time, and no body.
        heads.withLockedValue { $0.append(String(buffer: bytes)) }
        if let far { return far.writeAndFlush(bytes, promise: nil) }
        waiting.writeBuffer(&bytes)
        guard !isConnecting else { return }
        isConnecting = true
        WayBack.connect(to: destination.withLockedValue { $0 }, for: context).whenSuccess { channel in
            self.far = channel
            channel.writeAndFlush(self.waiting, promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { far?.close(promise: nil) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
