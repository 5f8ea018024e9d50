/// Calls a service of the AWS Query protocol (STS, IAM): signs, sends, reads the answer, and tries again where it helps.
///
/// Cheap to make and to copy; the copies share the retry quota and what was learnt of the service's clock. Any number of
/// calls may run at the same time. A cancelled call ends with `transport(.cancelled)`.
package struct QueryClient: Sendable {
    package struct Configuration: Sendable {
        /// As it stands in the scope of signatures: `sts`, `iam`.
        package var service: String
        package var endpoint: QueryEndpoint
        /// The longest that one attempt may take.
        package var attemptTimeout: Duration = .seconds(5)
        /// The longest that a call may take, attempts and waits together, without the wait for credentials.
        package var deadline: Duration = .seconds(15)
        /// The longest that a call waits for credentials.
        package var credentialPatience: Duration = .seconds(75)
        package var retries = RetryPolicy()
        /// Whether signatures are corrected by what was learnt of the service's clock.
        package var correctsClock = true
        package var userAgent = "jotop"

        package init(service: String, endpoint: QueryEndpoint) {
            self.service = service
            self.endpoint = endpoint
        }
    }

    package let configuration: Configuration
    /// What is known of the service's clock.
    package let clock: ServiceClock
    package let quota = RetryQuota()
    let sourceUsed = SourceUsed()
    let credentials: any CredentialProvider
    let transport: any HTTPTransport
    let environment: STSClient.Environment
    package var onAttempt: @Sendable (STSClient.Attempt) -> Void

    /// - Parameter onAttempt: told of each attempt when it has ended, on the task of the call.
    package init(
        _ configuration: Configuration, credentials: any CredentialProvider, transport: any HTTPTransport,
        environment: STSClient.Environment = .live, clock: ServiceClock = ServiceClock(),
        onAttempt: @escaping @Sendable (STSClient.Attempt) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.credentials = credentials
        self.transport = transport
        self.environment = environment
        self.clock = clock
        self.onAttempt = onAttempt
    }

    /// Makes a signed call.
    package func call(_ form: QueryForm) async throws(STSError) -> QueryAnswer {
        try await call(QueryCall(form, of: self)).result.get()
    }

    /// Makes a call that is not signed.
    ///
    /// - Parameter transients: the codes that pass in this call, but are final in others.
    package func callUnsigned(
        _ form: QueryForm, transients: Set<String> = []
    ) async throws(STSError) -> QueryAnswer {
        var call = QueryCall(form, of: self)
        (call.isSigned, call.transients) = (false, transients)
        return try await self.call(call).result.get()
    }

    /// What a call came to, the keys that signed its last attempt, and how long it waited for credentials.
    typealias CallOutcome = (result: Result<QueryAnswer, STSError>, keys: AWSCredentials?, waited: Duration)

    /// - Parameter start: the uptime from which the deadline counts, where the call is a part of a longer one.
    func call(_ call: QueryCall, since start: Duration? = nil) async -> CallOutcome {
        let retried = RetriedCall(
            policy: configuration.retries, quota: quota, attemptTimeout: configuration.attemptTimeout,
            deadline: configuration.deadline, environment: environment)
        var call = call
        defer { sourceUsed.note(call.keys) }
        do {
            let answer = try await retried.run(since: start) { attempt in
                await call.attempt(attempt)
            } onAttempt: { report in
                onAttempt(STSClient.Attempt(report, action: call.form.action))
            }
            return (.success(answer), call.keys, call.waited)
        } catch {
            return (.failure(STSError(error)), call.keys, call.waited)
        }
    }
}

extension STSClient.Attempt {
    fileprivate init(_ report: RetriedCall.Report<STSError>, action: String) {
        self.init(
            action: action, number: report.number, duration: report.duration, error: report.error,
            retryAfter: report.retryAfter)
    }
}

extension STSError {
    /// The end of a retried call in the words of its client.
    init(_ ending: RetriedCall.Ending<STSError>) {
        switch ending {
        case .failed(let error): self = error
        case .deadlineExceeded(let last): self = .deadlineExceeded(last: last)
        case .cancelled: self = .transport(.cancelled)
        }
    }
}
