import Preflight
import ProxyCore
import ServiceLifecycle

/// Looks at every step from configuration to a token: at the start and when other keys sign, without minting; and with a
/// token whenever somebody asks for it.
struct PreflightService: Service {
    let probes: PreflightProbes
    /// What to mint when somebody asks; without audiences nothing is minted.
    let request: PreflightRequest
    let utcOffset: Int
    let events: EventHub
    let wishes: PreflightWishes

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await look(minting: false)
            for await _ in wishes.news { await look(minting: wishes.take()) }
        }
        try? await gracefulShutdown()
    }

    private func look(minting: Bool) async {
        var request = request
        request.mints = minting
        let runner = PreflightRunner(probes, request: request, utcOffset: utcOffset)
        await runner.run { events.publish(.preflightProgressed($0)) }
    }
}
