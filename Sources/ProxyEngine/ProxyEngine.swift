import HTTPWire
package import NIOCore
package import NIOPosix
package import OutboundProxies
package import ProxyCore
import ServiceLifecycle

/// The proxy: accepts requests, gives each its token, and passes answers back.
///
/// Each client's connection and the upstream's that it is paired with live on one event loop; between a request and its
/// answer there is no task, no actor and no other thread, unless a token has to be waited for.
package struct ProxyEngine: Service {
    /// Makes a resolver of names for an event loop; for tests and the demo, which know names that DNS does not.
    package typealias MakeResolver = @Sendable (any EventLoop) -> any Resolver & Sendable

    package struct Configuration: Sendable {
        /// The address to listen on; the empty string for every interface.
        package var host = "127.0.0.1"
        /// 0 for a port that the system picks.
        package var port = 8080
        package var router: Router
        package var audience = AudienceRule.derivedFromHost
        package var guardian = BrowserGuard()
        /// To the head of the answer, from when the upstream has the whole request, or takes no more of it.
        package var upstreamTimeout: Duration = .seconds(30)
        /// For name resolution and TCP, and once more for TLS.
        package var connectTimeout: Duration = .seconds(10)
        package var limits = Limits()
        /// How long requests in flight have when the proxy shuts down.
        package var drainTimeout: Duration = .seconds(10)
        /// PEM files whose certificates are trusted besides the system's.
        package var additionalTrustRoots: [String] = []
        /// A PEM file in the place of the system's roots; nil for those.
        package var trustRoots: String?
        package var makeResolver: MakeResolver?
        /// Which upstreams are reached through a proxy.
        package var proxies = ProxyRules.none
        /// What HTTPS is served with; nil for HTTP.
        package var certificate: ServerCertificateFiles?
        /// How many flows are told of, and how many problems besides, where nobody wants them all. A burst is told of
        /// whole up to what a dashboard keeps.
        package var flowAllowance = FlowAllowance(rate: 2_000, burst: 5_000)
        /// How long a flow lasts until its course is told of, and how long from one such time to the next.
        package var progressInterval = Duration.seconds(1)
        /// Whether the latest requests are kept as they came, so that a command can have them sent again.
        package var keepsRequests = false
        /// Where the metrics are, to be told along with the proxy's own address.
        package var metricsAddress: String?

        package init(router: Router) { self.router = router }
    }

    /// Where requests are sent once more.
    package let replays = ReplayDesk()
    private let configuration: Configuration
    private let tokens: any TokenSource
    private let controls: EngineControls
    private let events: EventHub
    private let stats: TrafficStats
    private let time: TimeSource
    private let group: any EventLoopGroup

    /// Cheap: nothing is opened before ``run()``.
    package init(
        _ configuration: Configuration, tokens: some TokenSource, controls: EngineControls = EngineControls(),
        events: EventHub, stats: TrafficStats, time: TimeSource = .live,
        group: any EventLoopGroup = .singletonMultiThreadedEventLoopGroup
    ) {
        self.configuration = configuration
        self.tokens = tokens
        self.controls = controls
        self.events = events
        self.stats = stats
        self.time = time
        self.group = group
    }

    /// Binds, serves, and drains on graceful shutdown: stops accepting, lets what is in flight come to its end, closes the rest.
    ///
    /// - Throws: ``ListenError`` if the address cannot be had, ``TrustRootsError`` if a certificate file cannot be read,
    ///   ``ServerCertificateError`` if the listener's certificate is of no use, ``ConnectionLimitError`` if there are too few descriptors.
    package func run() async throws {
        let budget = DescriptorBudget.raise(eventLoops: Array(group.makeIterator()).count)
        if let wanted = configuration.limits.connections, wanted > budget.connections {
            throw ConnectionLimitError(wanted: wanted, budget: budget)
        }
        let connector = UpstreamConnector(
            trust: try UpstreamTrust(
                roots: configuration.trustRoots, additionalRoots: configuration.additionalTrustRoots),
            timeout: configuration.connectTimeout.timeAmount, time: time, resolver: configuration.makeResolver,
            addresses: configuration.router.addresses, proxies: configuration.proxies,
            headLimits: HeadLimits(configuration.limits), sockets: OpenSockets(limit: budget.upstreams))
        let context = EngineContext(
            configuration: configuration, tokens: tokens, controls: controls, events: events, stats: stats, time: time,
            connector: connector, budget: budget, certificate: try serverCertificate())
        let listener = try await Listener.bind(context, on: group)
        events.publish(
            .listening(
                Listening(
                    time: time.wall(), address: listener.address, upstream: configuration.router.description,
                    isEncrypted: configuration.certificate != nil, metrics: configuration.metricsAddress,
                    upstreamScheme: configuration.router.scheme)))
        context.tellValidity()
        replays.open(listener.contexts)
        do { try await gracefulShutdown() } catch {}  // A cancelled engine drains too: there may be requests in flight.
        replays.close()
        await listener.drain(for: configuration.drainTimeout.timeAmount)
    }

    private func serverCertificate() throws(ServerCertificateError) -> ServerCertificate? {
        guard let files = configuration.certificate else { return nil }
        return try ServerCertificate(files, at: time.now())
    }
}

extension Router {
    /// The rule in words: the header's name, or the pinned upstream.
    var description: String {
        switch rule {
        case .pinned(let target): target.description
        case .header(let name, _): name
        }
    }
}

extension Duration {
    var timeAmount: TimeAmount {
        let (seconds, attoseconds) = components
        return .seconds(seconds) + .nanoseconds(attoseconds / 1_000_000_000)
    }
}
