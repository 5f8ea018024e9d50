package import ProxyCore

/// All that is known about one request when somebody asks what came of it, and why.
package struct Evidence: Sendable {
    package let flow: FlowEnd
    /// What the token said that was sent, or was at hand; nil where it is not kept.
    package var token: TokenFacts?
    /// How its upstream has answered this audience set so far, this request included.
    package var history: AudienceHistory?
    /// The newest 2xx of the same host, whatever its audience set.
    package var hostAccepted: HostAcceptance?
    /// Another audience set that got a 2xx from the same host.
    package var otherAccepted: AudienceSet?
    /// The call to STS because of which there was no token.
    package var failedMint: TokenFailed?
    /// How far the issuer's clock is ahead of this machine's; nil where nobody measured.
    package var issuerOffset: Duration?
    /// What came of checking its token's signature; nil where nobody checked.
    package var verification: SignatureCheck?
    /// Its replays with other credentials.
    package var bisect: BisectReport?
    /// The flow whose bisect has shown that its host takes tokens with broken signatures.
    package var takesBrokenSignatures: FlowID?

    /// What is spoken to upstreams; nil where that was not told.
    package var scheme: UpstreamTarget.Scheme?

    package init(flow: FlowEnd) { self.flow = flow }
}

extension Evidence {
    /// Whether the upstream itself answered, or began to.
    var isAnswered: Bool { flow.response != nil || (flow.status != nil && flow.error == nil) }

    /// The answer's status, where the upstream gave it and it came to its end.
    /// What gRPC says in a head counts as what it means.
    var upstreamStatus: Int? { flow.error == nil ? flow.meantStatus : nil }

    /// Whether its words are read for a cause: a token exchange, and an API that calls a bad token a bad request, answer so.
    var mayBeRefused: Bool { isRefused || upstreamStatus.map { [400, 413, 422].contains($0) } ?? false }
    /// Whether the upstream turned the request down for who asks, or how.
    var isRefused: Bool { upstreamStatus.map { [401, 403, 407, 431].contains($0) } ?? false }

    /// Whether this host never answered this audience set with a 2xx, as far as that is remembered.
    var isNeverAccepted: Bool { history.map { $0.accepted == 0 && $0.answers > 0 } ?? false }
    /// Whether it was answered as one that is known and may not do this, where nobody was ever seen to be known.
    var isForbiddenToStranger: Bool { upstreamStatus == 403 && flow.token != nil && isNeverAccepted }
    /// Whether the token has another algorithm than the one that verifiers take without being told to.
    var isSignedUnusually: Bool { token?.algorithm.map { $0 != "RS256" } ?? false }

    /// The audience set that this host answered with a 2xx, where this request was refused for its own; nil where none is known.
    package var audienceWorthTrying: AudienceSet? {
        guard let otherAccepted, Diagnosis(self).cause == .audience else { return nil }
        return otherAccepted
    }

    /// `WWW-Authenticate`, or `Proxy-Authenticate` of an answer with 407.
    var challenges: [AuthChallenge] {
        let name = upstreamStatus == 407 ? "proxy-authenticate" : "www-authenticate"
        return ChallengeParser.challenges(in: flow.response?.values(of: name) ?? [])
    }

    /// When the answer's head came, by this machine's clock: before its body did.
    var headTime: WallTime { flow.time.advanced(by: .zero - (flow.durations.receive ?? .zero)) }

    /// The `Authorization` fields that went upstream; nil where the request was not kept.
    var authorizations: [CapturedField]? {
        flow.request?.fields.filter { $0.change != .removed && $0.name.lowercased() == "authorization" }
    }
}
