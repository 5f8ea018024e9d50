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

    static let notAllowed = "faults are not allowed here: start jotop with --allow-faults"

    func inject(_ fault: Fault, host: String?) -> FaultNotice.Happening {
        guard let faults else { return .refused(reason: Self.notAllowed) }
        let host = host.map { spelled($0) }
        if let reason = refusal(of: fault, host: host) { return .refused(reason: reason) }
        if fault == .keysRotated { rotateKeys?() }
        let former = faults.change { state in
            defer { state.set(fault, host: host) }
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
        guard faults.change({ $0.clear(scope) }) else { return [.refused(reason: "no such fault is in force")] }
        if former.sts != nil, faults.state.sts == nil { tokens.faultTakenBack() }
        guard scope == .all, former.clock != .zero else { return [.cleared(scope)] }
        tokens.putClockRight()
        return [.cleared(scope), .clockMoved(ahead: .zero)]
    }

    func spelled(_ host: String) -> String { FaultPlace.spelled(host) ?? host.lowercased() }

    private func spelled(_ scope: FaultScope) -> FaultScope {
        if case .host(let host) = scope { .host(spelled(host)) } else { scope }
    }

    /// - Parameter step: nil: the clock goes right again.
    func putClockForward(_ step: Duration?) -> FaultNotice.Happening {
        guard let faults else { return .refused(reason: Self.notAllowed) }
        // First what is held: who is told of the change looks at it.
        if let step { tokens.putClockForward(by: step) } else { tokens.putClockRight() }
        let ahead = faults.change { state in
            state.clock = step.map { state.clock + $0 } ?? .zero
            return state.clock
        }
        return .clockMoved(ahead: ahead)
    }
}
