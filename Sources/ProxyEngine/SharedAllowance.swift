import Synchronization

/// An allowance of all event loops together. Safe from any thread.
final class SharedAllowance: Sendable {
    private let allowance: Mutex<FlowAllowance>

    init(_ allowance: FlowAllowance) { self.allowance = Mutex(allowance) }

    func take(_ wanted: Int, at now: ContinuousClock.Instant) -> Int { allowance.withLock { $0.take(wanted, at: now) } }
}
