import AWSClient
import Foundation
import IssuerKeys
import JotopSettings
import Preflight
import ProxyCore
import ProxyEngine
import ServiceLifecycle
import TokenService

extension ProxyStack {
    /// The services in the order of their start; shutdown runs the other way round, so that requests in flight still find
    /// a token, and the last event still finds a log.
    ///
    /// - Throws: ``UsageError`` for a fault that cannot be brought about; ``ListenError`` if the address of the metrics
    ///   cannot be had.
    func services(_ surroundings: StackSurroundings) async throws -> [any Service] {
        let client = client(surroundings)
        let tokens = tokenService(client)
        let faults = faultOrders(tokens, surroundings.rotateKeys)
        let opening = try OpeningFaults(settings.faults, faults, events: events, time: time)
        let metrics = surroundings.tellsMetrics ? try await metricsEndpoint() : nil
        let wishes = PreflightWishes()
        let keeper = credentialService(surroundings, client, tokens, wishes)
        let engine = engine(surroundings, tokens, metricsAddress: metrics?.address)
        let replays = ReplayService(
            desk: engine.replays, tokens: tokens, minting: controls.minting, events: events, time: time)
        let verification = verification(engine.replays, tokens, surroundings.transport)
        let commands = CommandService(
            orders: orders.stream, tokens: tokens, controls: controls, preflight: wishes, replays: replays,
            verification: verification, faults: faults, events: events, time: time)
        let doctor = surroundings.probes.map {
            preflightService($0, correctsClock: surroundings.sts.correctsClock, wishes)
        }
        let first: [any Service] = metrics.map { [$0] } ?? []
        return first + [tokens, commands, opening, keeper, engine, verification, replays] + (doctor.map { [$0] } ?? [])
    }

    private func client(_ surroundings: StackSurroundings) -> STSClient {
        var sts = surroundings.sts
        sts.capsToSession = settings.capsToSession
        let credentials = surroundings.credentials
        return STSClient(
            sts, credentials: credentials.cached, transport: surroundings.transport, clock: credentials.clock)
    }

    private func credentialService(
        _ surroundings: StackSurroundings, _ client: STSClient, _ tokens: TokenService, _ wishes: PreflightWishes
    ) -> CredentialService {
        CredentialService(
            kept: surroundings.credentials, client: client, region: surroundings.sts.endpoint.region.description,
            events: events, time: time,
            onChange: {
                tokens.credentialsChanged()
                wishes.add(minting: false)
            }, onPrincipalChange: { tokens.principalChanged() })
    }

    private func engine(
        _ surroundings: StackSurroundings, _ tokens: TokenService, metricsAddress: String?
    ) -> ProxyEngine {
        var configuration = settings.engineConfiguration
        configuration.makeResolver = surroundings.makeResolver
        configuration.proxies = surroundings.proxies
        configuration.metricsAddress = metricsAddress
        configuration.keepsRequests = surroundings.allowsReplays
        return ProxyEngine(
            configuration, tokens: tokens, controls: controls, events: events, stats: stats, time: time)
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
