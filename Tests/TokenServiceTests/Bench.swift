import JotopTestSupport
import ProxyCore
import TokenService

/// A running cache with an issuer that answers as the test says, on a clock that the test moves.
struct Bench {
    let time = ManualTime()
    let minter = ScriptedMinter()
    let events = EventHub()
    let stats = TrafficStats()
    let minting = MintingSwitch()
    let service: TokenService
    let probe: EventProbe

    init(maximumAudiences: Int = 1024, settle: Duration = .zero, retiredTokens: Int = 0) {
        var configuration = TokenService.Configuration()
        configuration.maximumAudiences = maximumAudiences
        (configuration.settle, configuration.retiredTokens) = (settle, retiredTokens)
        service = TokenService(
            configuration, minter: minter, events: events, stats: stats, minting: minting,
            time: time.source, random: { 1 })
        probe = EventProbe(events)
    }

    /// Runs the cache while `body` does.
    func run<T>(_ body: () async throws -> T) async throws -> T {
        let service = service
        let running = Task { await service.run() }
        defer { running.cancel() }
        return try await body()
    }

    func ask(_ audience: String, flow: UInt64 = 1) -> Task<TokenGrant, any Error> {
        let service = service
        return Task { try await service.token(for: AudienceSet(audience), flow: FlowID(flow)) }
    }
}

extension TokenService {
    /// What a request gets that cannot wait.
    func cachedToken(for audiences: AudienceSet) -> Token? { lease(for: audiences)?.token }
}
