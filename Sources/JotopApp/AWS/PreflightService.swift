import Preflight
import ProxyCore
import ServiceLifecycle

/// Looks at every step from configuration to a token: once at the start without minting, and again whenever somebody
/// asks for it.
struct PreflightService: Service {
    let probes: PreflightProbes
    /// What to mint when somebody asks; without audiences nothing is minted.
    let request: PreflightRequest
    let utcOffset: Int
    let events: EventHub
    /// An element a wish to look again.
    let wishes: AsyncStream<Void>

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var first = request
            first.audiences = nil
            await look(first)
            for await _ in wishes { await look(request) }
        }
        try? await gracefulShutdown()
    }

    private func look(_ request: PreflightRequest) async {
        let runner = PreflightRunner(probes, request: request, utcOffset: utcOffset)
        await runner.run { events.publish(.preflightProgressed($0)) }
    }
}
