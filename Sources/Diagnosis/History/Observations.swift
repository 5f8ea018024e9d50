package import ProxyCore

/// What has been seen of the event stream, as far as it may speak for or against a request. A value of bounded size.
package struct Observations: Sendable {
    private var hosts: HostHistory
    private var tokens: TokenShelf
    private var issuerOffset: Duration?
    private var scheme: UpstreamTarget.Scheme?
    package private(set) var experiments = Experiments()

    /// - Parameter capacity: of hosts, and of audience sets.
    package init(capacity: Int = 1_024) {
        hosts = HostHistory(capacity: capacity)
        tokens = TokenShelf(capacity: capacity)
    }

    package mutating func absorb(_ event: ProxyEvent) {
        switch event {
        case .tokenMinted(let mint), .tokenRefreshed(let mint): tokens.minted(mint.facts)
        case .tokenFailed(let failure): tokens.failed(failure)
        case .flowCompleted(let end), .flowFailed(let end): hosts.ended(end, as: identity(of: end))
        case .clockMeasured(let clock): issuerOffset = clock.offset
        case .listening(let listening): scheme = listening.upstreamScheme
        case .tokenVerified(let check): experiments.verified(check)
        case .bisectProgressed(let report): experiments.bisected(report)
        default: break
        }
    }

    /// What speaks for or against a request, by all that has been seen until now.
    package func evidence(of end: FlowEnd) -> Evidence {
        var evidence = Evidence(flow: end)
        evidence.token = facts(of: end)
        evidence.issuerOffset = issuerOffset
        evidence.scheme = scheme
        evidence.bisect = experiments.bisect(of: end.start.id)
        evidence.takesBrokenSignatures = end.start.host.flatMap { experiments.takesBrokenSignatures($0) }
        evidence.verification = verification(of: end)
        guard let audiences = end.start.audiences else { return evidence }
        evidence.failedMint = failedMint(of: end, audiences)
        guard let host = end.start.host else { return evidence }
        evidence.history = hosts[host, audiences]
        evidence.hostAccepted = hosts.lastAccepted(by: host)
        evidence.otherAccepted = hosts.accepted(by: host, besides: audiences)
        return evidence
    }

    /// A token with a broken signature of ours is another one than the one that was checked.
    private func verification(of end: FlowEnd) -> SignatureCheck? {
        guard let audiences = end.start.audiences, let sent = end.token else { return nil }
        guard let check = experiments.verification(of: sent.id, for: audiences) else { return nil }
        return check.print == nil || check.print == sent.print ? check.check : nil
    }

    private func facts(of end: FlowEnd) -> TokenFacts? {
        guard let audiences = end.start.audiences, let token = end.token?.id ?? end.heldToken else { return nil }
        return tokens.facts(token, of: audiences)
    }

    private func identity(of end: FlowEnd) -> TokenIdentity? {
        guard let audiences = end.start.audiences, let token = end.token?.id else { return nil }
        return tokens.identity(token, of: audiences)
    }

    /// The failure for which it got no token, as far as it is kept: of each audience set the latest is.
    private func failedMint(of end: FlowEnd, _ audiences: AudienceSet) -> TokenFailed? {
        tokens.failure(of: audiences).flatMap { $0.accounts(for: end) ? $0 : nil }
    }
}
