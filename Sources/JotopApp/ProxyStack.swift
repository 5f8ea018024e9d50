import AWSClient
import Foundation
import IssuerKeys
import JotopSettings
import OutboundProxies
import Preflight
import ProxyCore
import ProxyEngine
import ServiceLifecycle
import TokenService

/// The parts of a running proxy, put together: engine, token cache, STS client and the feeds between them.
struct ProxyStack {
    let settings: RunSettings
    let events = EventHub()
    let stats = TrafficStats()
    let controls: EngineControls
    let time: TimeSource
    private let orders = AsyncStream.makeStream(of: EngineOrder.self)

    init(_ settings: RunSettings, time: TimeSource = .live) {
        self.settings = settings
        self.time = time
        controls = EngineControls(allowsFaults: settings.allowsFaults, tags: settings.tags)
    }

    var orderQueue: AsyncStream<EngineOrder>.Continuation { orders.continuation }

    func perform(_ command: EngineCommand) { orders.continuation.yield(.command(command)) }

    /// Credentials of a source, kept fresh, with this proxy's events.
    ///
    /// - Parameters:
    ///   - stamp: stands for the state of the files that the source reads.
    ///   - longestSearch: the bound of a search.
    func keep<Stamp: Equatable & Sendable>(
        _ source: some CredentialProvider, correctsClock: Bool = true, longestSearch: Duration = .seconds(90),
        stamp: @escaping @Sendable () -> Stamp
    ) -> KeptCredentials {
        KeptCredentials(
            source, stamp: stamp, correctsClock: correctsClock, longestSearch: longestSearch, events: events,
            time: time)
    }

    /// The services in the order of their start; shutdown runs the other way round, so that requests in flight still find
    /// a token, and the last event still finds a log.
    ///
    /// - Parameters:
    ///   - tellsMetrics: whether the totals can be scraped, where the settings say so. Their endpoint listens once
    ///     nothing is left that could be refused.
    ///   - probes: how a preflight looks at all this; nil where nobody would see it.
    ///   - proxies: which upstreams are reached through a proxy.
    ///   - allowsReplays: whether requests are kept so that a command can have them sent again.
    ///   - rotateKeys: makes the issuer sign with new keys, where it runs in this process.
    /// - Throws: ``UsageError`` for a fault that cannot be brought about; ``ListenError`` if the address of the metrics
    ///   cannot be had.
    func services(
        sts: STSClient.Configuration, credentials: KeptCredentials, transport: some HTTPTransport,
        tellsMetrics: Bool = false, probes: PreflightProbes?, proxies: ProxyRules = .none,
        makeResolver: ProxyEngine.MakeResolver? = nil, allowsReplays: Bool = false,
        rotateKeys: (@Sendable () -> Void)? = nil
    ) async throws -> [any Service] {
        var sts = sts
        sts.capsToSession = settings.capsToSession
        let client = STSClient(sts, credentials: credentials.cached, transport: transport, clock: credentials.clock)
        let tokens = tokenService(client)
        let faults = faultOrders(tokens, rotateKeys)
        let opening = try OpeningFaults(settings.faults, faults, events: events, time: time)
        let metrics = tellsMetrics ? try await metricsEndpoint() : nil
        let preflight = PreflightWishes()
        let keeper = CredentialService(
            kept: credentials, client: client, region: sts.endpoint.region.description, events: events, time: time,
            onChange: {
                tokens.credentialsChanged()
                preflight.add(minting: false)
            }, onPrincipalChange: { tokens.principalChanged() })
        var configuration = settings.engineConfiguration
        configuration.makeResolver = makeResolver
        configuration.proxies = proxies
        configuration.metricsAddress = metrics?.address
        configuration.keepsRequests = allowsReplays
        let engine = ProxyEngine(
            configuration, tokens: tokens, controls: controls, events: events, stats: stats, time: time)
        let replays = ReplayService(
            desk: engine.replays, tokens: tokens, minting: controls.minting, events: events, time: time)
        let verification = verification(engine.replays, tokens, transport)
        let commands = CommandService(
            orders: orders.stream, tokens: tokens, controls: controls, preflight: preflight, replays: replays,
            verification: verification, faults: faults, events: events, time: time)
        let doctor = probes.map { preflightService($0, correctsClock: sts.correctsClock, preflight) }
        let first: [any Service] = metrics.map { [$0] } ?? []
        return first + [tokens, commands, opening, keeper, engine, verification, replays] + (doctor.map { [$0] } ?? [])
    }

    private func verification(
        _ desk: ReplayDesk, _ tokens: TokenService, _ transport: some HTTPTransport
    ) -> VerificationService {
        let verifier = SignatureVerifier(
            trust: IssuerTrust(naming: settings.issuers), cache: IssuerKeyCache(transport: transport, now: time.now))
        return VerificationService(verifier: verifier, desk: desk, tokens: tokens, events: events, time: time)
    }

    private func preflightService(
        _ probes: PreflightProbes, correctsClock: Bool, _ wishes: PreflightWishes
    ) -> PreflightService {
        var request = PreflightRequest(settings)
        request.correctsClock = correctsClock
        return PreflightService(
            probes: probes, request: request, utcOffset: TimeZone.current.secondsFromGMT(), events: events,
            wishes: wishes)
    }

    /// The endpoint of the metrics, listening; nil if it is switched off.
    ///
    /// - Throws: ``ListenError`` if its address cannot be had.
    private func metricsEndpoint() async throws -> MetricsEndpoint? {
        guard settings.metricsEnabled else { return nil }
        var configuration = MetricsEndpoint.Configuration()
        configuration.host = settings.metricsListen.host
        configuration.port = settings.metricsListen.port
        configuration.path = settings.metricsPath
        configuration.guardian = settings.metricsGuardian
        return try await MetricsEndpoint.bind(configuration, stats: stats)
    }

    private func tokenService(_ client: STSClient) -> TokenService {
        var cache = TokenService.Configuration()
        cache.refreshSkew = settings.refreshSkew
        cache.settle = settings.settle
        cache.maximumAudiences = settings.maximumAudiences
        let minter = STSMinter(client: client, settings: settings)
        guard let faults = controls.faults else {
            return TokenService(
                cache, minter: minter, events: events, stats: stats, minting: controls.minting, time: time)
        }
        cache.retiredTokens = Self.retiredTokens
        return TokenService(
            cache, minter: FaultyMinter(minter, faults: faults, time: time), events: events, stats: stats,
            minting: controls.minting, time: time)
    }

    /// Tokens of each audience set that are kept for `:fault expired`.
    private static let retiredTokens = 8

    private func faultOrders(_ tokens: TokenService, _ rotateKeys: (@Sendable () -> Void)?) -> FaultOrders {
        FaultOrders(
            faults: controls.faults, tokens: tokens, controls: controls, rule: settings.audienceRule,
            scheme: settings.scheme, tags: settings.tags, rotateKeys: rotateKeys, time: time,
            utcOffset: TimeZone.current.secondsFromGMT())
    }
}

extension RunSettings {
    /// What of the settings is the engine's.
    var engineConfiguration: ProxyEngine.Configuration {
        let rule = upstream.map { Router.Rule.pinned($0) } ?? .header(name: hostHeader, scheme: scheme)
        var configuration = ProxyEngine.Configuration(router: Router(rule: rule, allowedHosts: allowedHosts))
        configuration.host = listen.host
        configuration.port = listen.port
        configuration.audience = audienceRule
        configuration.upstreamTimeout = upstreamTimeout
        configuration.connectTimeout = connectTimeout
        configuration.limits.headTimeout = headTimeout
        configuration.limits.idleTimeout = idleTimeout
        configuration.limits.headSize = maximumHeadSize
        configuration.limits.targetSize = maximumURISize
        configuration.limits.fieldCount = maximumHeadFields
        configuration.limits.bodySize = maximumBodySize
        configuration.limits.responseHeadSize = maximumResponseHeadSize
        configuration.limits.connections = maximumConnections
        configuration.drainTimeout = drainTimeout
        configuration.additionalTrustRoots = upstreamCA
        configuration.trustRoots = trustRoots
        configuration.certificate = certificate.map { ServerCertificateFiles(chain: $0.chain, key: $0.key) }
        configuration.guardian = BrowserGuard(
            allowedOrigins: Set(allowedOrigins), acceptedHosts: ownNames.map { $0 + acceptedHosts })
        return configuration
    }

    /// Keeps pages of a browser from reading the metrics.
    fileprivate var metricsGuardian: BrowserGuard {
        guard metricsListen.isLoopback else { return BrowserGuard() }
        return BrowserGuard(
            acceptedHosts: BrowserGuard.loopbackNames(and: [metricsListen.host]) + acceptedHosts)
    }

    /// What the listener is called; nil where any name will do: a listener that others can reach has names that nobody
    /// here knows, and where `Host` names the upstream it cannot name the listener.
    private var ownNames: [HostPattern]? {
        guard listen.isLoopback, upstream != nil || hostHeader.lowercased() != "host" else { return nil }
        return BrowserGuard.loopbackNames(and: [listen.host] + (upstream.map { [$0.host] } ?? []))
    }
}
