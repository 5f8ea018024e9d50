package import ProxyCore

/// How long STS is left alone after a failure: doubling from a base to a cap, with the upper half drawn at random, so
/// that many callers do not come back in step and none comes back at once.
package struct Backoff: Sendable, Equatable {
    package let base: Duration
    package let cap: Duration

    package init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// Somebody has to change a policy, so there is no hurry.
    package static let denied = Backoff(base: .seconds(4), cap: .seconds(60))
    /// The service may be back any moment.
    package static let unavailable = Backoff(base: .seconds(1), cap: .seconds(30))

    package init(for kind: MintFailure.Kind) {
        self =
            switch kind {
            case .denied, .unconfigured: .denied
            case .unavailable: .unavailable
            }
    }

    /// - Parameters:
    ///   - attempt: the number of failures in a row, from 1.
    ///   - random: 0 to 1.
    package func delay(attempt: Int, random: Double) -> Duration {
        let doubled = base * (1 << min(max(attempt, 1) - 1, 16))
        let full = min(doubled, cap)
        return full / 2 + full / 2 * random
    }
}
