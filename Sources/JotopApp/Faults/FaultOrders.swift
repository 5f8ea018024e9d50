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
    let awaited = AwaitedExpiries()

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

    func spelled(_ host: String) -> String { FaultPlace.spelled(host) ?? host.lowercased() }

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
