import AWSClient
import JotopSettings
import Logging
import ProxyCore
import ProxyEngine
import ServiceLifecycle
import TokenService

/// The parts of a running proxy, put together: engine, token cache, STS client and the feeds between them.
struct ProxyStack {
    let settings: RunSettings
    let events = EventHub()
    let stats = TrafficStats()
    let time = TimeSource.live
    private let commands = AsyncStream.makeStream(of: EngineCommand.self)

    init(_ settings: RunSettings) { self.settings = settings }

    var commandQueue: AsyncStream<EngineCommand>.Continuation { commands.continuation }

    /// The services in the order of their start; shutdown runs the other way round, so that requests in flight still find
    /// a token, and the last event still finds a log.
    func services(
        sts: STSClient.Configuration, credentials: some CredentialProvider, transport: some HTTPTransport,
        makeResolver: ProxyEngine.MakeResolver? = nil
    ) -> [any Service] {
        let region = sts.endpoint.region.description
        let reported = ReportedCredentials(credentials, region: region, events: events, time: time)
        let client = STSClient(sts, credentials: reported, transport: transport)
        var cache = TokenService.Configuration()
        cache.refreshSkew = settings.refreshSkew
        cache.maximumAudiences = settings.maximumAudiences
        let minter = STSMinter(
            client: client, algorithm: settings.algorithm, duration: settings.tokenDuration, tags: settings.tags)
        let tokens = TokenService(cache, minter: minter, events: events, stats: stats, time: time)
        var configuration = settings.engineConfiguration
        configuration.makeResolver = makeResolver
        return [
            tokens, CommandService(commands: commands.stream, tokens: tokens),
            IdentityCheck(client: client, source: credentials, region: region, events: events, time: time),
            ProxyEngine(configuration, tokens: tokens, events: events, stats: stats, time: time),
        ]
    }
}

extension RunSettings {
    /// What of the settings is the engine's.
    var engineConfiguration: ProxyEngine.Configuration {
        let rule = upstream.map { Router.Rule.pinned($0) } ?? .header(name: hostHeader, scheme: scheme)
        var configuration = ProxyEngine.Configuration(router: Router(rule: rule, allowedHosts: allowedHosts))
        configuration.host = listen.host
        configuration.port = listen.port
        configuration.audience = audiences.map { .configured($0) } ?? .derivedFromHost
        configuration.upstreamTimeout = upstreamTimeout
        configuration.connectTimeout = connectTimeout
        configuration.limits.headTimeout = headTimeout
        configuration.limits.idleTimeout = idleTimeout
        configuration.limits.headSize = maximumHeadSize
        configuration.limits.targetSize = maximumURISize
        configuration.limits.connections = maximumConnections
        configuration.additionalTrustRoots = upstreamCA
        configuration.guardian = BrowserGuard(
            allowedOrigins: Set(allowedOrigins), acceptedHosts: ownNames.map { $0 + acceptedHosts })
        return configuration
    }

    /// What the listener is called; nil where any name will do: a listener that others can reach has names that nobody
    /// here knows, and where `Host` names the upstream it cannot name the listener.
    private var ownNames: [HostPattern]? {
        guard listen.isLoopback, upstream != nil || hostHeader.lowercased() != "host" else { return nil }
        return BrowserGuard.loopbackNames(and: [listen.host] + (upstream.map { [$0.host] } ?? []))
    }
}
