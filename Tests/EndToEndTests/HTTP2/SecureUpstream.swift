import Foundation
import JotopTestSupport
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP2
import NIOPosix
import NIOSSL
import NIOTLS
import ProxyCore
import ProxyEngine

/// An upstream behind TLS that speaks what it is told to, frame for frame or byte for byte, and hands out its connections in
/// order.
final class SecureUpstream: Sendable {
    enum Accepted: Sendable {
        case http2(FrameConnection)
        case http1(RawConnection)
    }

    static let name = "api.example.com"

    let port: Int
    private let certificate: TestCertificate
    private let accepted: AsyncStream<Accepted>

    /// - Parameters:
    ///   - protocols: what it chooses from, as ALPN calls it.
    ///   - isStrict: whether it ends a handshake in which HTTP/2 is not offered.
    ///   - streams: how many may be open over one of its connections.
    static func start(
        _ protocols: [String] = ["h2"], isStrict: Bool = false, streams: Int = 100,
        window: Int = FrameConnection.wideWindow
    ) async throws -> SecureUpstream {
        let certificate = try TestCertificate(name)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try certificate.loaded)], privateKey: .privateKey(try certificate.loadedKey)
        )
        configuration.applicationProtocols = protocols
        let tls = try NIOSSLContext(configuration: configuration)
        let (accepted, queue) = AsyncStream.makeStream(of: Accepted.self)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let choice = ApplicationProtocolNegotiationHandler { result, channel in
                        channel.eventLoop.makeCompletedFuture {
                            queue.yield(
                                result == .negotiated("h2")
                                    ? .http2(try .adopt(channel, .server, streams: streams, window: window))
                                    : .http1(try .adopt(channel)))
                        }
                    }
                    if isStrict { try channel.pipeline.syncOperations.addHandler(StrictALPN()) }
                    try channel.pipeline.syncOperations.addHandlers(NIOSSLServerHandler(context: tls), choice)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return SecureUpstream(
            port: channel.localAddress?.port ?? 0, certificate: certificate, accepted: accepted)
    }

    private init(port: Int, certificate: TestCertificate, accepted: AsyncStream<Accepted>) {
        self.port = port
        self.certificate = certificate
        self.accepted = accepted
    }

    /// The next connection, which has to be in HTTP/2.
    func accept() async throws -> FrameConnection {
        for await case .http2(let connection) in accepted { return connection }
        throw CancellationError()
    }

    /// The next connection, which has to be in HTTP/1.
    func acceptOld() async throws -> RawConnection {
        for await case .http1(let connection) in accepted { return connection }
        throw CancellationError()
    }

    /// Serves every stream of every connection in HTTP/2 until the task is cancelled.
    ///
    /// - Returns: how many there were.
    func serveAll(
        _ serve: @escaping @Sendable (FrameConnection, HTTP2StreamID) async -> Void
    ) async -> (connections: Int, streams: Int) {
        let streams = NIOLockedValueBox(0)
        var connections = 0
        await withDiscardingTaskGroup { group in
            for await case .http2(let connection) in accepted {
                connections += 1
                group.addTask {
                    while let head = await connection.nextHead() {
                        streams.withLockedValue { $0 += 1 }
                        await serve(connection, head.stream)
                    }
                }
            }
        }
        return (connections, streams.withLockedValue { $0 })
    }

    /// Runs a proxy whose requests all lead here.
    func proxied<T>(
        _ change: (inout ProxyEngine.Configuration) -> Void = { _ in }, _ body: (RunningProxy) async throws -> T
    ) async throws -> T {
        let roots = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).pem")
        try certificate.chain.write(to: roots, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: roots) }
        let port = port
        return try await RunningProxy.with { configuration in
            configuration.router = Router(rule: .header(name: "X-Upstream-Host", scheme: .https))
            configuration.additionalTrustRoots = [roots.path]
            configuration.makeResolver = { OneHost($0, port: port) }
            change(&configuration)
        } _: {
            try await body($0)
        }
    }

    /// Runs a proxy that serves HTTPS, too, and a client that speaks HTTP/2 to it.
    ///
    /// - Parameter window: how much the client takes over each stream.
    func served(
        window: Int = FrameConnection.wideWindow, _ body: (RunningProxy, FrameConnection) async throws -> Void
    ) async throws {
        try await ServerCertificateFiles.temporary { files in
            let own = try TestCertificate("localhost")
            try own.write(to: files)
            try await proxied {
                $0.certificate = files
            } _: { proxy in
                let client = try await FrameConnection.connect(to: proxy.port, trusting: own, window: window)
                try await client.send(.rootStream, .windowUpdate(windowSizeIncrement: FrameConnection.wideWindow))
                try await body(proxy, client)
                await client.close()
            }
        }
    }
}

extension RunningProxy {
    /// A new client in HTTP/1.1, which has sent a request already.
    func ask(_ line: String = "GET / HTTP/1.1", _ fields: String..., body: String = "") async throws -> RawConnection {
        let client = try await connect()
        try await client.ask(line, fields, body: body)
        return client
    }
}

extension RawConnection {
    func ask(_ line: String = "GET / HTTP/1.1", _ fields: [String] = [], body: String = "") async throws {
        let lines = [line, "Host: localhost", "X-Upstream-Host: \(SecureUpstream.name)"] + fields
        try await write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}
