package import AWSProfiles

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension STSClient {
    package struct Configuration: Sendable {
        package var endpoint: STSEndpoint
        /// The longest that one attempt may take.
        package var attemptTimeout: Duration = .seconds(5)
        /// The longest that a call may take, attempts and waits together: somebody waits for the token. The wait for
        /// credentials does not count.
        package var deadline: Duration = .seconds(15)
        /// The longest that a call waits for credentials: a process may be slow, and a person has to find the device.
        package var credentialPatience: Duration = .seconds(75)
        package var retries = RetryPolicy()
        /// As it is set; ``retries`` says what is done.
        package var retryMode = RetryMode.standard
        /// Off with `AWS_DISABLE_CLOCK_SKEW_CORRECTION`.
        package var correctsClock = true
        package var userAgent = "jotop"
        /// Whether no more life is asked for than the session has left (`--cap-to-session`).
        package var capsToSession = true

        package init(endpoint: STSEndpoint) {
            self.endpoint = endpoint
        }

        /// What the settings say: ``STSEndpoint``, `AWS_MAX_ATTEMPTS` or `max_attempts`, ``RetryMode``, and
        /// `AWS_DISABLE_CLOCK_SKEW_CORRECTION`.
        ///
        /// - Parameter fallback: the region where the settings name none.
        package init(settings: AWSSettings, fallback: RegionChoice? = nil) throws(STSConfigurationError) {
            self.init(endpoint: try STSEndpoint(settings: settings, fallback: fallback))
            retries.maximumAttempts =
                try settings.count("AWS_MAX_ATTEMPTS", "max_attempts") ?? retries.maximumAttempts
            retryMode = try RetryMode(settings)
            correctsClock = try settings.switchedOn("AWS_DISABLE_CLOCK_SKEW_CORRECTION") == nil
        }

        /// What the variables say, without the shared files.
        package init(environment: [String: String]) throws(STSConfigurationError) {
            try self.init(settings: AWSSettings(environment: environment, home: "", shared: SharedConfig()))
        }
    }

    /// What a client takes from the world around it.
    package struct Environment: Sendable {
        package var now: @Sendable () -> Date
        package var sleep: @Sendable (Duration) async throws -> Void
        /// 0 up to, but not including, 1.
        package var random: @Sendable () -> Double
        /// A clock that never jumps, for the deadline.
        package var uptime: @Sendable () -> Duration
        /// Returns when a bound is over; throws when cancelled.
        package var timer: @Sendable (Duration) async throws -> Void

        /// - Parameters:
        ///   - uptime: counts on from any start; without it, `now` serves.
        ///   - timer: for bounds of what else is awaited, apart from `sleep` because a test that lets waits between attempts
        ///     pass at once must not end work at once; by the system's clock, if it is not given.
        package init(
            now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void,
            random: @escaping @Sendable () -> Double, uptime: (@Sendable () -> Duration)? = nil,
            timer: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        ) {
            self.timer = timer
            self.now = now
            self.sleep = sleep
            self.random = random
            self.uptime = uptime ?? { .seconds(now().timeIntervalSinceReferenceDate) }
        }

        /// The system's clocks and dice.
        package static let live: Environment = {
            let start = ContinuousClock.now
            return Environment(
                now: { Date.now }, sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) },
                uptime: { ContinuousClock.now - start })
        }()
    }

    /// One attempt and how it ended, for those who count.
    package struct Attempt: Sendable, Equatable {
        package let action: String
        /// Counts from 1 in each call.
        package let number: Int
        package let duration: Duration
        /// Nil for a success.
        package let error: STSError?
        /// The wait before the next attempt; nil if there is none.
        package let retryAfter: Duration?
    }
}
