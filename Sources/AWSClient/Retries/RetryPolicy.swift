/// Whether to try again, and after what wait: the SDKs' standard mode with its delays of 2026.
///
/// A value without clock or dice: the caller brings the number of the attempt and the random number.
package struct RetryPolicy: Sendable, Equatable {
    /// Attempts in total, the first one included (`AWS_MAX_ATTEMPTS`).
    package var maximumAttempts = 3
    /// The bound of the first wait after a transient failure.
    package var base: Duration = .milliseconds(50)
    /// The bound of the first wait after throttling.
    package var throttlingBase: Duration = .seconds(1)
    /// The bound of every wait.
    package var cap: Duration = .seconds(20)
    /// How much longer than the computed wait the service may ask for.
    package var longestExtension: Duration = .seconds(5)

    package init() {}

    /// What a failure means for the next attempt.
    package enum Kind: String, Sendable, Equatable {
        /// Asking again does not help.
        case terminal
        /// It may work a moment later.
        case transient
        /// The service asks for fewer calls.
        case throttling
    }

    package enum Decision: Sendable, Equatable {
        case giveUp
        case retry(after: Duration)
    }

    /// An attempt's failure, as far as it matters here.
    package struct Failure: Sendable, Equatable {
        package var kind: Kind
        /// The failure may come from our clock, which has been corrected since.
        package var clockWasCorrected = false
        /// The failure came from the credentials, and there are others now: there is nothing to wait for.
        package var credentialsWereRenewed = false
        /// The service's `x-amz-retry-after`.
        package var retryAfter: Duration?
        /// The part of the attempt that does not count against the call's deadline: the wait for credentials.
        package var uncounted: Duration = .zero

        package init(
            _ kind: Kind, clockWasCorrected: Bool = false, credentialsWereRenewed: Bool = false,
            retryAfter: Duration? = nil
        ) {
            self.kind = kind
            self.clockWasCorrected = clockWasCorrected
            self.credentialsWereRenewed = credentialsWereRenewed
            self.retryAfter = retryAfter
        }

        /// Whether another attempt may end otherwise.
        package var isPassing: Bool { kind != .terminal || clockWasCorrected || credentialsWereRenewed }
    }

    /// - Parameters:
    ///   - attempt: the number of the attempt that failed, from 1.
    ///   - random: 0 up to, but not including, 1.
    package func decision(after failure: Failure, attempt: Int, random: Double) -> Decision {
        guard attempt < maximumAttempts, failure.isPassing else { return .giveUp }
        if failure.credentialsWereRenewed { return .retry(after: .zero) }
        let first = failure.kind == .throttling ? throttlingBase : base
        let delay = min(first * Double(1 << min(attempt - 1, 30)), cap) * random
        guard let wish = failure.retryAfter else { return .retry(after: delay) }
        return .retry(after: min(max(wish, delay), delay + longestExtension))
    }
}
