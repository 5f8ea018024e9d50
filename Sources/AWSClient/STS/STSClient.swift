/// Calls STS: signs, sends, reads the answer, and tries again where that helps.
///
/// Cheap to make and to copy; the copies share what was learnt of the service's clock. Any number of calls may run at
/// the same time. A cancelled call ends with `transport(.cancelled)`.
package struct STSClient: Sendable {
    package let configuration: Configuration
    let credentials: any CredentialProvider
    let transport: any HTTPTransport
    let environment: Environment
    let skew = SkewMemory()
    private var onAttempt: @Sendable (Attempt) -> Void

    /// - Parameter onAttempt: told of each attempt when it has ended, on the task of the call.
    package init(
        _ configuration: Configuration, credentials: any CredentialProvider, transport: any HTTPTransport,
        environment: Environment = .live, onAttempt: @escaping @Sendable (Attempt) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.credentials = credentials
        self.transport = transport
        self.environment = environment
        self.onAttempt = onAttempt
    }

    /// The same client, whose attempts are told to somebody else.
    package func observed(by onAttempt: @escaping @Sendable (Attempt) -> Void) -> STSClient {
        var copy = self
        copy.onAttempt = onAttempt
        return copy
    }

    /// Mints a token (STS API Reference, *GetWebIdentityToken*).
    package func getWebIdentityToken(
        _ request: WebIdentityTokenRequest
    ) async throws(STSError) -> WebIdentityTokenResponse {
        try WebIdentityTokenResponse(await call(request.form))
    }

    /// Tells whose credentials these are; needs no permission.
    package func getCallerIdentity() async throws(STSError) -> CallerIdentity {
        try CallerIdentity(await call(QueryForm(action: "GetCallerIdentity", version: "2011-06-15")))
    }

    private func call(_ form: QueryForm) async throws(STSError) -> STSAnswer {
        let start = environment.uptime()
        var last: STSError?
        var number = 1
        while true {
            let remaining = configuration.deadline - (environment.uptime() - start)
            guard remaining > .zero else { throw .deadlineExceeded(last: last) }
            let began = environment.uptime()
            let outcome = await attempt(form, timeout: min(configuration.attemptTimeout, remaining))
            let decision = decide(after: outcome, attempt: number)
            report(outcome, of: form, number: number, took: environment.uptime() - began, then: decision)
            let answer: STSAnswer?
            (answer, last) = outcome.parts
            if let answer { return answer }
            try await wait(decision, after: last, until: start + configuration.deadline)
            number += 1
        }
    }

    private func decide(after outcome: AttemptOutcome, attempt number: Int) -> RetryPolicy.Decision {
        guard let failure = outcome.failure else { return .giveUp }
        return configuration.retries.decision(after: failure, attempt: number, random: environment.random())
    }

    /// Waits before the next attempt, or ends the call.
    private func wait(
        _ decision: RetryPolicy.Decision, after error: STSError?, until deadline: Duration
    ) async throws(STSError) {
        guard case .retry(let delay) = decision else { throw error ?? .deadlineExceeded(last: nil) }
        guard environment.uptime() + delay < deadline else { throw .deadlineExceeded(last: error) }
        do { try await environment.sleep(delay) } catch { throw .transport(.cancelled) }
    }

    private func report(
        _ outcome: AttemptOutcome, of form: QueryForm, number: Int, took duration: Duration,
        then decision: RetryPolicy.Decision
    ) {
        var retryAfter: Duration?
        if case .retry(let delay) = decision { retryAfter = delay }
        onAttempt(
            Attempt(
                action: form.action, number: number, duration: duration, error: outcome.parts.error,
                retryAfter: retryAfter))
    }
}
