import ProxyCore

/// What the next call to STS for an audience set can get: no token may outlive the role session that asks for it, and
/// STS refuses rather than shortens (STS API Reference, *GetWebIdentityToken*, `SessionDurationEscalationException`).
struct CeilingForecast: Sendable, Equatable {
    enum Outcome: Sendable, Equatable {
        /// The session lives longer than the token will.
        case fits
        /// Less is asked for than configured.
        case capped(to: Duration)
        /// More is asked for than can be had.
        case refused
        /// Not even the shortest token can be had: newer credentials have to come first.
        case tooLate
    }

    /// The shortest life that STS gives a token.
    static let minimum = Duration.seconds(60)
    /// What the client keeps between a token's end and the session's.
    static let margin = Duration.seconds(10)

    /// When STS will be asked, by this machine's clock.
    let at: WallTime
    /// The session's end, by AWS's clock.
    let ends: WallTime
    /// What the session will have left then; negative if it will be over.
    let left: Duration
    /// The configured life.
    let wanted: Duration
    let outcome: Outcome

    /// - Parameters:
    ///   - at: when STS will be asked, by this machine's clock.
    ///   - facts: of the credentials, and of AWS's clock.
    ///   - isCapping: whether less is asked for rather than too much (`--cap-to-session`).
    /// - Returns: nil where no session ends, or nobody knows when.
    init?(asking wanted: Duration, at: WallTime, _ facts: ProcessFacts, isCapping: Bool) {
        guard let ends = facts.sessionEnd else { return nil }
        self.at = at
        self.ends = ends
        self.wanted = wanted
        left = facts.awsTime(at: at).duration(to: ends)
        let room = Duration.seconds((left - Self.margin).components.seconds)
        if !isCapping {
            outcome = wanted > left ? .refused : .fits
        } else if room >= wanted {
            outcome = .fits
        } else {
            outcome = room >= Self.minimum ? .capped(to: room) : .tooLate
        }
    }
}

extension CeilingForecast {
    /// Whether no token will come of it.
    var isRefusal: Bool { outcome == .refused || outcome == .tooLate }

    /// For the next call of a row.
    ///
    /// - Returns: nil also where nothing says what will be asked for.
    init?(_ row: TokenRow, at now: WallTime, _ facts: ProcessFacts, asking configured: Duration?, isCapping: Bool) {
        guard let wanted = configured ?? row.wantedLife else { return nil }
        self.init(asking: wanted, at: row.nextCallMoment(at: now), facts, isCapping: isCapping)
    }
}

extension TokenRow {
    /// What was asked for last, before any cap.
    fileprivate var wantedLife: Duration? { newest.map { $0.mint.cap?.wanted ?? $0.life } }

    /// When STS is asked next: at the earliest, where that waits for a request.
    fileprivate func nextCallMoment(at now: WallTime) -> WallTime {
        switch nextCall(at: now) {
        case .underWay, .onUse: now
        case .byItself(let time), .retry(let time): time
        case .ifUsed(let end): held(at: now)?.refreshAt ?? end
        }
    }
}
