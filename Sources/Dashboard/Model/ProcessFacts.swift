import ProxyCore

/// What is known of the proxy itself: all of it from events, nothing assumed.
struct ProcessFacts: Sendable {
    var listener: String?
    /// The rule that finds the upstream: a field's name, or the pinned upstream's URL.
    var upstream: String?
    private(set) var credentials: CredentialsResolved?
    private(set) var credentialsFailure: CredentialsFailed?
    /// What the last call to STS that gave a token took.
    private(set) var lastMint: Duration?
    private(set) var clock: ClockMeasured?
    /// The newest look at every step to a token, as far as it has come.
    private(set) var preflight: PreflightReport?

    /// Whether every request goes to the same upstream.
    var isPinned: Bool { upstream?.contains("://") ?? false }
    var principal: Principal? { credentials?.principal.flatMap { Principal(arn: $0) } }

    mutating func absorb(_ event: ProxyEvent) {
        switch event {
        case .listening(let event):
            listener = event.place
            upstream = event.upstream
        case .credentialsResolved(let event):
            credentials = event.completed(by: credentials)
            credentialsFailure = nil
        case .credentialsFailed(let event): credentialsFailure = event
        case .tokenMinted(let mint), .tokenRefreshed(let mint): lastMint = mint.took
        case .flowStarted, .flowProgressed, .flowCompleted, .flowFailed, .tokenFetching, .tokenRetrying, .tokenFailed,
            .tokenEvicted, .tokenExpired, .tls:
            break
        case .clockMeasured(let event): clock = event
        case .preflightProgressed(let report): preflight = report
        }
    }
}

extension CredentialsResolved {
    /// Renewed credentials belong to whom their predecessors did: what is not told anew stays known.
    fileprivate func completed(by former: CredentialsResolved?) -> CredentialsResolved {
        guard let former, former.source == source else { return self }
        return CredentialsResolved(
            time: time, source: source, expires: expires, region: region ?? former.region,
            principal: principal ?? former.principal)
    }
}
