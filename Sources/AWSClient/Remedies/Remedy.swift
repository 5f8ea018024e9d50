package import IAMPolicies

/// What to do about an error, in plain words.
package struct Remedy: Sendable, Equatable {
    /// One sentence or more, without a full stop at the end; one line.
    package let text: String
    /// The policy that allows what was refused, where that is the remedy.
    package let policy: PolicyDocument?

    package init(_ text: String, policy: PolicyDocument? = nil) {
        self.text = text
        self.policy = policy
    }
}

extension Remedy: CustomStringConvertible {
    /// The words, and below them the policy.
    package var description: String {
        policy.map { "\(text):\n\($0.json)" } ?? text
    }
}

/// What is known of a call, so that a remedy can be exact.
package struct RemedyContext: Sendable {
    /// What was asked for; nil for other calls than `GetWebIdentityToken`.
    package var request: WebIdentityTokenRequest?
    /// The region that was asked.
    package var region: String?
    /// The host that was asked.
    package var endpoint: String?
    /// The source of the credentials, in words.
    package var source: String?
    /// How far the service's clock is ahead of ours, where that is known.
    package var clockOffset: Duration?

    package init(
        request: WebIdentityTokenRequest? = nil, region: String? = nil, endpoint: String? = nil,
        source: String? = nil, clockOffset: Duration? = nil
    ) {
        self.request = request
        self.region = region
        self.endpoint = endpoint
        self.source = source
        self.clockOffset = clockOffset
    }
}

extension STSClient {
    /// What is known of a call of this client.
    package func remedyContext(_ request: WebIdentityTokenRequest? = nil) -> RemedyContext {
        RemedyContext(
            request: request, region: configuration.endpoint.region.name,
            endpoint: configuration.endpoint.query.authority, source: query.sourceUsed.name, clockOffset: clockOffset)
    }
}
