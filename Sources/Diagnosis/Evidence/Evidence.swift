package import ProxyCore

/// All that is known about one request when somebody asks what came of it, and why.
package struct Evidence: Sendable {
    package let flow: FlowEnd
    /// What the token said that was sent, or was at hand; nil where it is not kept.
    package var token: TokenFacts?
    /// How its upstream has answered this audience set so far, this request included.
    package var history: AudienceHistory?
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
    var upstreamStatus: Int? { flow.error == nil ? flow.status : nil }

    /// Whether the upstream turned the request down for who asks, or how.
    var isRefused: Bool { upstreamStatus.map { [401, 403, 407, 431].contains($0) } ?? false }

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

extension MessageCapture {
    /// The values of a field that were on the wire, in order.
    func values(of name: String) -> [String] {
        fields.filter { $0.change != .removed && $0.name.lowercased() == name }.map(\.value)
    }
}
