import ProxyCore

/// One token of an audience set: its facts, how it came about, and what it has done since.
struct TokenGeneration: Sendable {
    /// What became of a token that is no longer the one in use.
    enum Fate: Sendable, Hashable {
        case replaced(MintReason)
        case expired
        case evicted
        /// The command that brought it was taken back.
        case undone
    }

    let mint: TokenMinted
    /// Set where it is somebody else's than the token before it, or signed by another.
    let identityChange: IdentityChange?
    private(set) var fate: Fate?
    private(set) var endedAt: WallTime?
    /// How many requests carried it.
    private(set) var uses = 0
    /// How many of those had to wait for its mint.
    private(set) var waited = 0
    /// Whether any request took it from the cache, or waited for it: the cache renews by itself only what was wanted.
    private(set) var wasWanted: Bool
    private(set) var answers: [Int: Int] = [:]
    private(set) var firstFlow: FlowID?
    private(set) var lastFlow: FlowID?
    /// By how much the cache takes it for older than it is, as somebody has told it to.
    private(set) var aging = Duration.zero
    /// By how much this machine's clock was set since the mint.
    private var clockStep = Duration.zero

    /// - Parameter former: the token of the same audience set before it.
    init(_ mint: TokenMinted, after former: TokenFacts? = nil) {
        self.mint = mint
        identityChange = former.flatMap { IdentityChange(from: $0, to: mint.facts) }
        wasWanted = mint.waiters > 0
    }

    var facts: TokenFacts { mint.facts }
    var id: TokenID { facts.id }
    var life: Duration { facts.issuedAt.duration(to: facts.expiresAt) }

    /// The moment of issue by this machine's clock as it is set now: when it was asked for, as the cache counts it too.
    var born: WallTime { mint.time.advanced(by: clockStep - mint.took) }
    /// The end of its life by this machine's clock, whatever the issuer's clock says.
    var dies: WallTime { born.advanced(by: life - aging) }
    /// When its refresh window begins.
    var refreshAt: WallTime { mint.refreshAt.advanced(by: clockStep - aging) }
    /// From when on it is sent, where it was kept back.
    var servesFrom: WallTime? { mint.servesFrom?.advanced(by: clockStep) }

    func left(at now: WallTime) -> Duration { now.duration(to: dies) }

    /// A request has it, or has sent it.
    mutating func wanted(by flow: FlowEnd) {
        wasWanted = true
        if flow.token?.id == id { firstFlow = firstFlow ?? flow.start.id }
    }

    mutating func carried(_ flow: FlowEnd) {
        uses += 1
        if let status = flow.status { answers[status, default: 0] += 1 }
        if flow.use == .waited || flow.use == .minted { waited += 1 }
        firstFlow = firstFlow ?? flow.start.id
        lastFlow = max(lastFlow ?? flow.start.id, flow.start.id)
    }

    /// The cache's clock was put forward, or right again.
    mutating func clockMoved(by step: Duration?) { aging = step.map { aging + $0 } ?? .zero }

    /// This machine's clock was set.
    mutating func clockWasSet(by step: Duration) { clockStep += step }

    /// What had ended it was taken back.
    mutating func restored() { (fate, endedAt) = (nil, nil) }

    mutating func ended(_ fate: Fate, at time: WallTime) {
        guard self.fate == nil else { return }
        self.fate = fate
        endedAt = time
    }
}
