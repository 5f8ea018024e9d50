import ProxyCore

/// What the AWS credentials are worth at a moment.
struct CredentialStanding: Sendable, Equatable {
    /// With less than this left, the end is near: shown by the second, and told.
    static let nearEnd = Duration.seconds(300)
    /// An end that is further away than this is none.
    private static let forever = Duration.seconds(10 * 365 * 86_400)

    enum Life: Sendable, Equatable {
        /// Nothing has been told yet.
        case unknown
        /// There are none, or none any more.
        case none
        /// Without an end.
        case lasting
        /// A session's, whose end nobody tells.
        case session
        case until(WallTime)
        case ended
    }

    let life: Life
    /// Whether looking for newer ones fails while these still live.
    let isRenewalFailing: Bool

    private let awsTime: WallTime

    /// - Parameter local: this machine's time; AWS's is counted from it.
    init(_ facts: ProcessFacts, at local: WallTime) {
        let now = facts.awsTime(at: local)
        awsTime = now
        isRenewalFailing = facts.credentialsFailure != nil
        if facts.areKeysRefused, facts.credentials != nil {
            life = .ended
        } else if let failure = facts.credentialsFailure {
            life = failure.servingUntil.map { Self.life(until: $0, at: now, over: .none) } ?? .none
        } else if let credentials = facts.credentials {
            life =
                facts.credentialsEnd.map { Self.life(until: $0, at: now, over: .ended) }
                ?? (credentials.isTemporary ? .session : .lasting)
        } else {
            life = .unknown
        }
    }

    private static func life(until end: WallTime, at now: WallTime, over: Life) -> Life {
        guard now < end else { return over }
        return now.duration(to: end) > forever ? .lasting : .until(end)
    }

    /// When they end, if they live and that is known.
    var end: WallTime? {
        guard case .until(let end) = life else { return nil }
        return end
    }

    /// How long until they end, if they live and that is known.
    var left: Duration? { end.map { awsTime.duration(to: $0) } }
}
