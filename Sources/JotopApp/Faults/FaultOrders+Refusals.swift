import ProxyCore
import TokenService

/// Why what somebody asks for is not done.
extension FaultOrders {
    func refusal(of fault: Fault, host: String?) -> String? {
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
