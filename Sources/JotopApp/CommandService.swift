import ProxyCore
import ServiceLifecycle
import TokenService

/// Does what a front end asks of the token cache.
struct CommandService: Service {
    let commands: AsyncStream<EngineCommand>
    let tokens: TokenService
    let preflight: PreflightWishes

    func run() async {
        for await command in commands.cancelOnGracefulShutdown() {
            switch command {
            case .refresh(let audiences): tokens.refresh(audiences)
            case .refreshAll: tokens.refreshAll()
            case .evict(let audiences): tokens.evict(audiences)
            case .evictAll: tokens.evictAll()
            case .runPreflight: preflight.add(minting: true)
            }
        }
    }
}
