/// Makes attempts until one succeeds: the SDKs' standard mode, for any service and any protocol.
///
/// It bounds the attempts in number, each in time, all of them together with their waits, and what all calls of a client
/// repeat. What one attempt does, and what its failure means, is the caller's affair.
package struct RetriedCall: Sendable {
    /// How one attempt ended.
    package enum Outcome<Success, Failure: Error> {
        case success(Success)
        case failure(Failure, RetryPolicy.Failure)
    }

    /// Why there is no success.
    package enum Ending<Failure: Error>: Error {
        /// The last attempt's failure, which no retry would heal, or for which none was left.
        case failed(Failure)
        /// The time for the whole call is over; the last attempt's failure, if one ended.
        case deadlineExceeded(last: Failure?)
        /// The task was cancelled during a wait.
        case cancelled
    }

    /// An attempt that is about to begin.
    package struct Attempt: Sendable {
        /// Counts from 1.
        package let number: Int
        /// How long it may take.
        package let timeout: Duration
    }

    /// An attempt that has ended.
    package struct Report<Failure: Error> {
        package let number: Int
        package let duration: Duration
        /// Nil for a success.
        package let error: Failure?
        /// The wait before the next attempt; nil if there is none.
        package let retryAfter: Duration?
    }

    package var policy = RetryPolicy()
    /// Shared by the calls of a client.
    package var quota = RetryQuota()
    /// The longest that one attempt may take.
    package var attemptTimeout: Duration
    /// The longest that the call may take, attempts and waits together.
    package var deadline: Duration
    package var environment: STSClient.Environment

    package init(
        policy: RetryPolicy = RetryPolicy(), quota: RetryQuota = RetryQuota(), attemptTimeout: Duration,
        deadline: Duration, environment: STSClient.Environment
    ) {
        self.policy = policy
        self.quota = quota
        self.attemptTimeout = attemptTimeout
        self.deadline = deadline
        self.environment = environment
    }

    /// - Parameters:
    ///   - start: the uptime from which the deadline counts, where the call is a part of a longer one.
    ///   - attempt: tries once, within the time it is given.
    ///   - onAttempt: told of each attempt when it has ended.
    package func run<Success, Failure: Error>(
        since start: Duration? = nil, _ attempt: (Attempt) async -> Outcome<Success, Failure>,
        onAttempt: (Report<Failure>) -> Void = { _ in }
    ) async throws(Ending<Failure>) -> Success {
        var end = (start ?? environment.uptime()) + deadline
        var (last, paid, number) = (Failure?.none, Int?.none, 1)
        while true {
            let began = environment.uptime()
            guard began < end else { throw .deadlineExceeded(last: last) }
            let outcome = await attempt(
                Attempt(number: number, timeout: min(attemptTimeout, end - began)))
            let took = environment.uptime() - began
            switch outcome {
            case .success(let success):
                quota.succeeded(afterRetryOf: paid)
                onAttempt(Report(number: number, duration: took, error: nil, retryAfter: nil))
                return success
            case .failure(let error, let failure):
                last = error
                end += failure.uncounted
                let next = next(after: failure, attempt: number, until: end, paying: &paid)
                onAttempt(Report(number: number, duration: took, error: error, retryAfter: next.delay))
                switch next {
                case .retry(let delay):
                    guard await wait(delay) else { throw .cancelled }
                case .tooLate: throw .deadlineExceeded(last: error)
                case .none: throw .failed(error)
                }
            }
            number += 1
        }
    }

    /// What follows a failed attempt.
    private enum Next {
        case retry(Duration)
        /// The deadline would come first.
        case tooLate
        case none

        var delay: Duration? { if case .retry(let delay) = self { delay } else { nil } }
    }

    /// - Parameter paid: set to what the next attempt costs, if there is one.
    private func next(
        after failure: RetryPolicy.Failure, attempt: Int, until end: Duration, paying paid: inout Int?
    ) -> Next {
        let decision = policy.decision(after: failure, attempt: attempt, random: environment.random())
        guard case .retry(let delay) = decision else { return .none }
        guard environment.uptime() + delay < end else { return .tooLate }
        // Other credentials are another call to the service; only asking for the same again burdens it.
        if failure.credentialsWereRenewed { return .retry(delay) }
        guard let cost = quota.take(after: failure.kind) else { return .none }
        paid = cost
        return .retry(delay)
    }

    /// - Returns: false if the task was cancelled meanwhile.
    private func wait(_ delay: Duration) async -> Bool {
        guard delay > .zero else { return true }
        do { try await environment.sleep(delay) } catch { return false }
        return true
    }
}
