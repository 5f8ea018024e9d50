import ProxyCore

/// One line of the events list: what happened, apart from how it is written.
struct EventRow: Sendable {
    enum Kind: String, Sendable, Hashable, CaseIterable {
        case sts = "STS"
        case cache = "CACHE"
        case diff = "DIFF"
        case auth = "AUTH"
        case credentials = "CRED"
        case network = "NET"
        /// What somebody changed from this screen.
        case control = "SET"
        case log = "LOG"
    }

    /// What the row tells about; the detail column and pane are written from it.
    enum Subject: Sendable {
        /// A call to STS begins.
        case fetching(TokenFetching)
        case minted(TokenMinted, replacing: Replaced?)
        case retrying(TokenRetrying)
        case failed(TokenFailed)
        case evicted(TokenEvicted)
        /// What STS refused is forgotten, by somebody's wish.
        case forgotten(ForgottenRefusal)
        case expired(TokenExpired)
        case identityChanged(IdentityChange)
        case restored(TokenRestored)
        case verified(TokenVerified)
        case bisected(BisectReport)
        case mintingSwitched(MintingSwitched)
        case audienceChanged(AudienceChanged)
        /// A request was not sent again.
        case replayRefused(ReplayRefused)
        case fault(FaultNotice)
        case flow(FlowEnd)
        case listening(Listening)
        case tls(TLSNotice)
        /// The credentials found, and those that were in force before.
        case credentials(CredentialsResolved, replacing: CredentialsResolved?)
        case credentialsFailed(CredentialsFailed)
        case principalChanged(PrincipalChanged)
        case credentialsEnding(CredentialWatch.Notice)
        /// The role session ends before the next token would.
        case ceiling(CeilingWatch.Notice)
        case clock(ClockMeasured)
        /// This machine slept, or its clock was set.
        case leapt(ClockLeap)
        /// A line that a library wrote to standard error, or a log line of ours.
        case log(String)
        /// So many events were lost to this screen.
        case missed(Int)
    }

    /// The token that a new one took the place of, and what it had left.
    struct Replaced: Sendable, Hashable {
        let token: TokenID
        let left: Duration
    }

    let time: WallTime
    let kind: Kind
    /// One short word: `ok`, `DENY`, `401`.
    let what: String
    let subject: Subject
    let handle: TokenHandle?
    /// The token's name, or the audience set's letter where there is no token.
    let token: String?
    var flow: FlowID?
    let isProblem: Bool
    /// Whether it happens all the time, and tells nothing new.
    var isRoutine = false
    /// How many times it happened, from 1.
    var count = 1
    /// When it happened last.
    var lastTime: WallTime
    /// The newest of the repeats, where that says more than the first.
    var latest: Subject

    init(
        _ time: WallTime, _ kind: Kind, _ what: String, _ subject: Subject, handle: TokenHandle? = nil,
        token: String? = nil, flow: FlowID? = nil, isProblem: Bool = false
    ) {
        self.time = time
        self.kind = kind
        self.what = what
        self.subject = subject
        self.handle = handle
        self.token = token
        self.flow = flow
        self.isProblem = isProblem
        lastTime = time
        latest = subject
    }

    /// What two rows must have in common to be shown as one; nil for what is never repeated.
    var sameness: String? {
        switch subject {
        case .failed(let event): "\(kind.rawValue) \(what) \(token ?? "") \(event.failure)"
        case .retrying(let event): "\(kind.rawValue) \(what) \(token ?? "") \(event.retry.code)"
        case .flow(let end):
            "\(kind.rawValue) \(what) \(token ?? "") \(end.start.host ?? "") \(end.error?.detail ?? "")"
        case .log(let line): "LOG \(line)"
        case .credentialsFailed(let event): "CRED \(event.source) \(event.message)"
        case .tls(let notice): "NET \(notice.happening)"
        case .fetching, .minted, .evicted, .expired, .identityChanged, .restored, .verified, .bisected,
            .mintingSwitched, .audienceChanged, .replayRefused, .forgotten, .fault, .listening, .credentials,
            .principalChanged, .credentialsEnding, .ceiling, .clock, .leapt, .missed:
            nil
        }
    }

    /// Whether it tells of a request, and not of the token that the request had.
    var isAboutFlow: Bool {
        switch latest {
        case .flow, .bisected, .verified, .replayRefused: flow != nil
        default: handle == nil && flow != nil
        }
    }

    /// The same happened again.
    mutating func repeated(by other: EventRow) {
        count += 1
        lastTime = other.time
        latest = other.latest
        flow = other.flow
    }
}
