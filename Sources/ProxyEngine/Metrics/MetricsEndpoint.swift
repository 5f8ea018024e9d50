import NIOCore
import NIOHTTP1
import NIOPosix
package import ProxyCore
import ServiceLifecycle

/// Serves the metrics to whoever scrapes them, on a listener and a thread of its own: a scrape takes nothing from the
/// requests that pass through the proxy.
package struct MetricsEndpoint: Service {
    package struct Configuration: Sendable {
        /// The empty string for every interface.
        package var host = "127.0.0.1"
        /// 0 for a port that the system picks.
        package var port = 9090
        package var path = "/metrics"
        /// Which pages of a browser may not read them.
        package var guardian = BrowserGuard()

        package init() {}
    }

    /// Scrapers are few. More connections at a time than this are closed as they come: it is within the descriptors that
    /// ``DescriptorBudget`` keeps for other things than requests.
    static let connectionLimit = 16

    /// `host:port`, with the port in use.
    package let address: String
    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    private let clients: NIOLoopBound<MetricsClients>

    /// Opens the listener, so that a port that is taken is told before anything else begins.
    ///
    /// - Throws: ``ListenError`` if the address cannot be had.
    package static func bind(_ configuration: Configuration, stats: TrafficStats) async throws -> MetricsEndpoint {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let host = configuration.host
        do {
            let loop = group.next()
            let clients = try await loop.submit { NIOLoopBound(MetricsClients(), eventLoop: loop) }.get()
            let channel = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 64)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try Self.configure(channel, configuration, stats: stats, clients: clients.value)
                    }
                }
                .bind(host: host.isEmpty ? "::" : host, port: configuration.port).get()
            return MetricsEndpoint(
                address: channel.localAddress?.listening ?? "\(host):\(configuration.port)", group: group,
                channel: channel, clients: clients)
        } catch {
            try? await group.shutdownGracefully()
            throw ListenError(.metrics, host: host, port: configuration.port, error)
        }
    }

    /// Serves until the group shuts down or the task is cancelled.
    package func run() async throws {
        do { try await gracefulShutdown() } catch {}  // Cancelled: the end as well.
        await close()
    }

    /// Closes the listener and every connection.
    package func close() async {
        try? await channel.close()
        let clients = clients
        try? await clients.eventLoop.submit { clients.value.closeAll() }.get()
        try? await group.shutdownGracefully()
    }

    private static func configure(
        _ channel: any Channel, _ configuration: Configuration, stats: TrafficStats, clients: MetricsClients
    ) throws {
        guard clients.add(channel, limit: connectionLimit) else { throw ChannelError.operationUnsupported }
        let pipeline = channel.pipeline.syncOperations
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = 16_384
        limits.maxHeaderFieldSize = 8_192
        limits.maxHeaderFieldCount = 64
        try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(120)))
        try pipeline.addHandler(HTTPResponseEncoder())
        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits)))
        try pipeline.addHandler(HTTPServerPipelineHandler())
        try pipeline.addHandler(HTTPServerProtocolErrorHandler())
        try pipeline.addHandler(
            MetricsHandler(path: configuration.path, stats: stats, guardian: configuration.guardian))
    }
}

/// The connections of the endpoint. Never leaves its loop.
final class MetricsClients {
    private var channels: [ObjectIdentifier: any Channel] = [:]

    /// - Returns: whether there is room for it.
    func add(_ channel: any Channel, limit: Int) -> Bool {
        guard channels.count < limit else { return false }
        let id = ObjectIdentifier(channel)
        channels[id] = channel
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.channels[id] = nil }
        return true
    }

    func closeAll() { for channel in channels.values { channel.close(promise: nil) } }
}
