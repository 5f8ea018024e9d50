/// Everything that engine, token cache and STS client tell the rest of the program. A value; nothing in it is secret.
///
/// The names and fields that leave the process as NDJSON are fixed in `docs/events.md`. Events go through several queues, and what
/// they tell is large: each is a reference there.
package indirect enum ProxyEvent: Sendable {
    case listening(Listening)
    case tls(TLSNotice)
    case flowStarted(FlowStart)
    /// A flow that lasts longer than a moment, as far as it has come: for screens, and in no log. Told when its token has
    /// been sent, and again when its answer has begun.
    case flowProgressed(FlowEnd)
    /// The client got an answer that came from upstream.
    case flowCompleted(FlowEnd)
    /// The proxy answered itself, or broke off.
    case flowFailed(FlowEnd)
    case tokenFetching(TokenFetching)
    /// A try within a mint came to nothing; another follows.
    case tokenRetrying(TokenRetrying)
    /// The first token of an audience set, or the first after the last had gone.
    case tokenMinted(TokenMinted)
    /// A token that took the place of one that still served.
    case tokenRefreshed(TokenMinted)
    case tokenFailed(TokenFailed)
    case tokenEvicted(TokenEvicted)
    case tokenExpired(TokenExpired)
    case tokenRestored(TokenRestored)
    case tokenVerified(TokenVerified)
    /// A bisect has come further; in a log only once it is over.
    case bisectProgressed(BisectReport)
    case replayRefused(ReplayRefused)
    case mintingSwitched(MintingSwitched)
    case audienceChanged(AudienceChanged)
    case fault(FaultNotice)
    case credentialsResolved(CredentialsResolved)
    case credentialsFailed(CredentialsFailed)
    /// Tokens of the principal before are renewed when they are next used.
    case principalChanged(PrincipalChanged)
    /// In a log only where it is alarming.
    case clockMeasured(ClockMeasured)
    /// A step of the preflight has been looked at: for screens, and in no log.
    case preflightProgressed(PreflightReport)
}

extension ProxyEvent {
    /// When it happened.
    package var time: WallTime {
        switch self {
        case .listening(let event): event.time
        case .tls(let notice): notice.time
        case .flowStarted(let flow): flow.time
        case .flowProgressed(let flow), .flowCompleted(let flow), .flowFailed(let flow): flow.time
        case .tokenFetching(let event): event.time
        case .tokenRetrying(let event): event.time
        case .tokenMinted(let event), .tokenRefreshed(let event): event.time
        case .tokenFailed(let event): event.time
        case .tokenEvicted(let event): event.time
        case .tokenExpired(let event): event.time
        case .tokenRestored(let event): event.time
        case .tokenVerified(let event): event.time
        case .bisectProgressed(let report): report.time
        case .replayRefused(let event): event.time
        case .mintingSwitched(let event): event.time
        case .audienceChanged(let event): event.time
        case .fault(let notice): notice.time
        case .credentialsResolved(let event): event.time
        case .credentialsFailed(let event): event.time
        case .principalChanged(let event): event.time
        case .clockMeasured(let event): event.time
        case .preflightProgressed(let report): report.time
        }
    }
}
