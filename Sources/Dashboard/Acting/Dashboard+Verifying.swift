import ProxyCore

/// Checking signatures with the issuer's keys.
extension Dashboard {
    /// Asks nothing: what is fetched is public, and no token leaves the program for it.
    mutating func verify() -> [Effect] {
        guard let wish = verifiable else {
            show("no token here to check")
            return []
        }
        guard !live.isVerifying(wish.token, at: now) else {
            show("\(wish.token) is being checked")
            return []
        }
        let issuer = live.tokens.generation(wish.token)?.facts.issuer.map { veil.foreign($0) } ?? "its issuer"
        show("checking \(wish.token): asking \(issuer) for its keys", waitingFor: .verification(wish.token))
        live.verifying(wish.token, at: now)
        return [.send(.verify(wish.token, of: wish.audiences, sentWith: wish.flow))]
    }

    /// The token that the flow in hand carried, or else the one that is looked at.
    private var verifiable: (token: TokenID, audiences: AudienceSet, flow: FlowID?)? {
        if view == .flows {
            guard let flow = flowInHand, let token = flow.known?.token, let audiences = flow.start.audiences else {
                return nil
            }
            return (token.id, audiences, flow.id)
        }
        if case .diff(_, let latter)? = reader?.subject, let token = shown.tokens.generation(latter) {
            return (token.id, token.facts.audiences, nil)
        }
        guard view == .tokens, let token = selectedToken?.newest else { return nil }
        return (token.id, token.facts.audiences, nil)
    }

    /// Says what came of a check.
    mutating func announce(_ check: TokenVerified) {
        let detail = [check.detail, check.remedy].compactMap { $0.map { veil.foreign($0) } }.joined(separator: "; ")
        switch check.verdict {
        case .valid:
            let key = check.keyID.map { ", key \(veil.keyID($0))" } ?? ""
            show("\(check.token): the signature is good\(key) of the issuer's")
        case .invalid: show("!! \(check.token): \(detail)", isError: true)
        case .unchecked: show("\(check.token) not checked: \(detail)", isError: true)
        }
    }
}
