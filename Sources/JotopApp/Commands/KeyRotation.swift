import ProxyCore
import ServiceLifecycle

/// Rotates an issuer's keys while it serves: at each order, and every so often if that was asked for.
struct KeyRotation<Orders: AsyncSequence & Sendable>: Service where Orders.Failure == Never {
    let orders: Orders
    let pace: Duration?
    let time: TimeSource
    let rotate: @Sendable () -> Void

    /// Ends when it is told to shut down.
    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in orders { rotate() } }
                group.addTask { await rotateEverySoOften() }
            }
        }
    }

    private func rotateEverySoOften() async {
        guard let pace else { return }
        while await time.waited(for: pace) { rotate() }
    }
}
