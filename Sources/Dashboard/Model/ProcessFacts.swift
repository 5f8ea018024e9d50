import ProxyCore

/// What is known of the proxy itself: all of it from events, nothing assumed.
struct ProcessFacts: Sendable {
    var listener: String?
    /// The rule that finds the upstream: a field's name, or the pinned upstream's URL.
    var upstream: String?
    private(set) var credentials: CredentialsResolved?
    private(set) var credentialsFailure: CredentialsFailed?
    /// The end of the session that signs, as a token told it.
    private var toldEnd: WallTime?
    /// Whether STS takes the keys for ended or unknown, and no others have been found since.
    private(set) var areKeysRefused = false
    /// What the last call to STS that gave a token took.
    private(set) var lastMint: Duration?
    private(set) var clock: ClockMeasured?
    /// Whether somebody switched token minting off.
    private(set) var isMintingOff = false
    /// Audiences that somebody set by hand, by host.
    private(set) var overrides: [String: AudienceSet] = [:]
    /// What goes wrong on purpose.
    private(set) var faults = FaultState()
    /// The newest look at every step to a token, as far as it has come.
    private(set) var preflight: PreflightReport?

    init(listener: String?, upstream: String?) {
        self.listener = listener
        self.upstream = upstream
    }

    /// Whether every request goes to the same upstream.
    var isPinned: Bool { upstream?.contains("://") ?? false }
    var principal: Principal? { credentials?.principal.flatMap { Principal(arn: $0) } }

    /// When the credentials end, where anybody tells: their source, or a token that was minted with them.
    var credentialsEnd: WallTime? { credentials?.expires ?? toldEnd }

    /// When the role session ends whose credentials are in use, by AWS's clock; nil where there is none, or nobody tells.
    var sessionEnd: WallTime? { credentialsFailure?.servingUntil ?? credentialsEnd }

    /// AWS's time, by which sessions end; this machine's where it has not been measured, or agrees.
    func awsTime(at now: WallTime) -> WallTime {
        guard let clock, ClockOffset(clock.offset).judgement != .fine else { return now }
        return now.advanced(by: clock.offset)
    }

    mutating func absorb(_ event: ProxyEvent) {
        switch event {
        case .listening(let event):
            listener = event.place
            upstream = event.upstream
        case .credentialsResolved(let event):
            if !event.adds(principalTo: credentials) { toldEnd = nil }
            credentials = event.completed(by: credentials)
            (credentialsFailure, areKeysRefused) = (nil, false)
        case .credentialsFailed(let event): credentialsFailure = event
        case .tokenMinted(let mint), .tokenRefreshed(let mint): minted(mint)
        case .tokenFailed(let event):
            if ["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"].contains(event.failure.code) {
                areKeysRefused = true
            }
        case .flowStarted, .flowProgressed, .flowCompleted, .flowFailed, .tokenFetching, .tokenRetrying, .tokenEvicted,
            .tokenExpired, .tokenRestored, .principalChanged, .tls, .tokenVerified, .bisectProgressed, .replayRefused:
            break
        case .clockMeasured(let event): clock = event
        case .mintingSwitched(let event): isMintingOff = !event.isOn
        case .audienceChanged(let event): overrides[event.host] = event.audiences
        case .fault(let notice): faults.absorb(notice)
        case .preflightProgressed(let report): preflight = report
        }
    }
}

extension ProcessFacts {
    private mutating func minted(_ mint: TokenMinted) {
        lastMint = mint.took
        areKeysRefused = false
        guard let credentials, credentials.isTemporary, credentials.expires == nil else { return }
        toldEnd = mint.cap?.sessionEnds ?? mint.facts.sessionEnd ?? toldEnd
    }
}

extension TokenFacts {
    /// The end of the session that asked for the token, by AWS's own claim.
    fileprivate var sessionEnd: WallTime? {
        claims["https://sts.amazonaws.com/"]?["original_session_exp"]?.string.flatMap { WallTime(rfc3339: $0) }
    }
}

extension CredentialsResolved {
    /// Whether these are the same credentials once more, now that STS has told whose they are.
    fileprivate func adds(principalTo former: CredentialsResolved?) -> Bool {
        guard let former, let principal, former.source == source, former.expires == expires else { return false }
        return former.isTemporary == isTemporary && (former.principal != principal)
    }

    /// Renewed credentials belong to whom their predecessors did: what is not told anew stays known.
    fileprivate func completed(by former: CredentialsResolved?) -> CredentialsResolved {
        guard let former, former.source == source else { return self }
        return CredentialsResolved(
            time: time, source: source, expires: expires, isTemporary: isTemporary, region: region ?? former.region,
            principal: principal ?? former.principal)
    }
}
