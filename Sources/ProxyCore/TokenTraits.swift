/// How STS is to sign a token (RFC 7518, section 3.1).
package enum SigningAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case es384 = "ES384"
}

/// A tag of the request for a token; STS turns it into a claim.
package struct TokenTag: Sendable, Hashable {
    package let key: String
    package let value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// What is asked of a token besides its audiences, where that differs from the settings for all tokens: nil leaves a member as
/// it is there.
///
/// A part of an ``AudienceSet``: two tokens for the same audiences that differ in this are two tokens.
package struct TokenTraits: Hashable, Sendable {
    package var algorithm: SigningAlgorithm?
    package var duration: Duration?
    /// In place of the others, not besides them; in the order given.
    package var tags: [TokenTag]?
    /// Set where the token is wrong on purpose, so that it is never taken for one that is not.
    package var fault: Fault?

    package init(
        algorithm: SigningAlgorithm? = nil, duration: Duration? = nil, tags: [TokenTag]? = nil, fault: Fault? = nil
    ) {
        self.algorithm = algorithm
        self.duration = duration
        self.tags = tags
        self.fault = fault
    }

    package var isEmpty: Bool { algorithm == nil && duration == nil && tags == nil && fault == nil }
}
