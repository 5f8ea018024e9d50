import ProxyCore
import TokenService

/// Does what somebody asks to go wrong, or says why it is not done.
struct FaultOrders: Sendable {
    /// nil where faults are not allowed.
    let faults: FaultControls?
    let tokens: TokenService
    let controls: EngineControls
    let rule: AudienceRule
    let scheme: UpstreamTarget.Scheme
    /// The tags that every token is asked for with.
    let tags: [TokenTag]
    /// Makes the issuer sign with new keys, where it runs in this process.
    let rotateKeys: (@Sendable () -> Void)?
    let time: TimeSource
    let utcOffset: Int
    /// What was asked for before there was a token that had expired. Changed within a change of the faults, so that what
    /// is taken back does not come after all.
    private let awaited = AwaitedExpiries()

    static let notAllowed = "faults are not allowed here: start jotop with --allow-faults"

    func inject(_ fault: Fault, host: String?) -> FaultNotice.Happening {
        guard let faults else { return .refused(reason: Self.notAllowed) }
        let host = host.map { spelled($0) }
        if let reason = refusal(of: fault, host: host) { return .refused(reason: reason) }
        if fault == .keysRotated { rotateKeys?() }
        let former = faults.change { state in
            defer { state.set(fault, host: host) }
            if fault.isOfHost, let host { _ = awaited.withdraw(host) }
            return state.sts
        }
        // The back-off of another fault is not this one's.
        if former != nil, faults.state.sts != former { tokens.faultTakenBack() }
        return .set(fault, host: host)
    }

    /// - Returns: what has happened, in order.
    func clear(_ scope: FaultScope) -> [FaultNotice.Happening] {
        guard let faults else { return [.refused(reason: Self.notAllowed)] }
        let scope = spelled(scope)
        let former = faults.state
        let isChange = faults.change { state in
            let wasAwaited = withdraw(scope)
            return state.clear(scope) || wasAwaited
        }
        guard isChange else { return [.refused(reason: "no such fault is in force")] }
        if former.sts != nil, faults.state.sts == nil { tokens.faultTakenBack() }
        guard scope == .all, former.clock != .zero else { return [.cleared(scope)] }
        tokens.putClockRight()
        return [.cleared(scope), .clockMoved(ahead: .zero)]
    }

    private func withdraw(_ scope: FaultScope) -> Bool {
        switch scope {
        case .all: awaited.withdrawAll()
        case .host(let host): awaited.withdraw(host)
        case .sts, .keys: false
        }
    }

    private func spelled(_ host: String) -> String { FaultPlace.spelled(host) ?? host.lowercased() }

    private func spelled(_ scope: FaultScope) -> FaultScope {
        if case .host(let host) = scope { .host(spelled(host)) } else { scope }
    }

    /// - Parameter step: nil: the clock goes right again.
    func putClockForward(_ step: Duration?) -> FaultNotice.Happening {
        guard let faults else { return .refused(reason: Self.notAllowed) }
        let ahead = faults.change { state in
            state.clock = step.map { state.clock + $0 } ?? .zero
            return state.clock
        }
        if let step { tokens.putClockForward(by: step) } else { tokens.putClockRight() }
        return .clockMoved(ahead: ahead)
    }
}

// MARK: - Waiting for a token to expire

extension FaultOrders {
    /// What came of an order that waits for an expired token.
    enum Expiry {
        /// There is none yet.
        case waits
        /// It was taken back, or something else goes wrong with that host now.
        case withdrawn
        case set(FaultNotice.Happening)
    }

    /// Notes that the host is to be sent an expired token once there is one.
    func awaitExpiry(host: String) { awaited.insert(spelled(host)) }

    /// Sends a host that waits for it an expired token from now on, if there is one.
    func expire(_ host: String) -> Expiry {
        let host = spelled(host)
        guard let faults, awaited.contains(host) else { return .withdrawn }
        guard refusal(of: .expired, host: host) == nil else { return .waits }
        let isSet = faults.change { state in
            guard awaited.withdraw(host) else { return false }
            state.set(.expired, host: host)
            return true
        }
        return isSet ? .set(.set(.expired, host: host)) : .withdrawn
    }
}

// MARK: - Refusals

extension FaultOrders {
    private func refusal(of fault: Fault, host: String?) -> String? {
        if fault.isOfHost, host == nil, !fault.isForAnyHost { return "\(fault) wants a host" }
        let usual = host.flatMap { audiences(of: $0) }
        if fault.isOfHost, host != nil, usual == nil { return "\(host ?? "") is no host, nor host:port" }
        switch fault {
        case .expired: return usual.flatMap { refusalOfExpired($0) }
        case .audience(let audience):
            return WrongAudience.refusal(of: audience, insteadOf: usual, known: knownAudiences)
        case .tag(nil):
            let configured = usual?.traits?.tags ?? tags
            return configured.isEmpty ? "no tags are configured there (--token-tag): there is none to leave out" : nil
        case .keysRotated:
            return rotateKeys == nil ? "only an issuer in this process can be told to: jotop demo has one" : nil
        case .tampered, .missing, .tag, .throttled, .denied, .slow: return nil
        }
    }

    private func refusalOfExpired(_ audiences: AudienceSet) -> String? {
        guard tokens.expiredToken(for: audiences) == nil else { return nil }
        guard let next = tokens.nextExpiry(for: audiences) else {
            return "no token for \(audiences) is known: send a request first"
        }
        let clock = next.at.clock(offset: utcOffset)
        let wait = time.wall().duration(to: next.at).phrase
        return "no token for \(audiences) has expired yet: \(next.token) will have at \(clock), in \(wait)"
    }

    /// What the tokens of a host are for, faults aside.
    func audiences(of host: String) -> AudienceSet? {
        guard let target = UpstreamTarget(scheme: scheme, authority: host) else { return nil }
        return controls.audiences.audiences(for: target.authority) ?? rule.audiences(for: target)
    }

    private var knownAudiences: Set<String> {
        controls.audiences.all.values.reduce(into: tokens.knownAudiences.union(rule.named)) { known, set in
            known.formUnion(set.values)
        }
    }
}
