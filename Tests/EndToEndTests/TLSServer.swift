import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An HTTPS server with a certificate made for the test: stored ones expire.
struct TLSServer {
    let port: Int
    /// How many requests have come through.
    let requests: NIOLockedValueBox<Int>
    private let certificate: TestCertificate

    /// - Parameters:
    ///   - isTunnel: whether it leaves HTTP with the first request, and sends back what comes; `bye` ends it.
    ///   - newest: the newest version of TLS that it speaks.
    ///   - validFrom: when its certificate's two hours begin, in seconds from now.
    static func start(
        name: String, isTunnel: Bool = false, newest: TLSVersion = .tlsv13, validFrom: TimeInterval = -3600
    ) async throws -> TLSServer {
        let certificate = try TestCertificate(name, start: validFrom)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try certificate.loaded)], privateKey: .privateKey(try certificate.loadedKey)
        )
        (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (.tlsv1, newest)
        configuration.applicationProtocols = ["http/1.1"]
        let tls = try NIOSSLContext(configuration: configuration)
        let requests = NIOLockedValueBox(0)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: tls))
                    guard !isTunnel else { return try pipeline.addHandler(Echo()) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Greeter(requests))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return TLSServer(port: channel.localAddress?.port ?? 0, requests: requests, certificate: certificate)
    }

    /// A file with the certificate, for `--upstream-ca`.
    func trustFile() throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).pem")
        try certificate.chain.write(to: file, atomically: true, encoding: .utf8)
        return file
    }
}

/// Greets whoever asks.
private final class Greeter: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let requests: NIOLockedValueBox<Int>

    init(_ requests: NIOLockedValueBox<Int>) { self.requests = requests }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        requests.withLockedValue { $0 += 1 }
        let body = "hello over TLS"
        let head = HTTPResponseHead(
            version: .http1_1, status: .ok, headers: ["Content-Length": String(body.utf8.count)])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Agrees to speak WebSocket, and sends back what comes.
private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var head = ""
    private var isOpen = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if isOpen {
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
            if String(buffer: bytes).hasSuffix("bye") { context.close(promise: nil) }
            return
        }
        head += String(buffer: bytes)
        guard head.hasSuffix("\r\n\r\n") else { return }
        isOpen = true
        let answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nwelcome"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Leads every name to one loopback port.
final class OneHost: Resolver, Sendable {
    private let eventLoop: any EventLoop
    private let port: Int

    init(_ eventLoop: any EventLoop, port: Int) {
        self.eventLoop = eventLoop
        self.port = port
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        eventLoop.makeCompletedFuture { [try SocketAddress(ipAddress: "127.0.0.1", port: self.port)] }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        eventLoop.makeSucceededFuture([])
    }

    func cancelQueries() {}
}
