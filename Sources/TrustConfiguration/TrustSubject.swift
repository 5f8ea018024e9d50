/// What another side has to trust so that it accepts the tokens of one principal.
package struct TrustSubject: Sendable, Hashable {
    /// The account's issuer URL, as the `iss` claim has it.
    package let issuer: String
    /// The ARN in the `sub` claim.
    package let subject: String
    /// Never empty.
    package let audiences: [String]
    /// The algorithms seen: `RS256`, `ES384`.
    package let algorithms: [String]

    package init(issuer: String, subject: String, audiences: [String], algorithms: [String]) {
        self.issuer = issuer
        self.subject = subject
        self.audiences = audiences
        self.algorithms = algorithms
    }

    /// Where the issuer's keys are (IAM User Guide, *Understanding token claims*).
    package var keySet: String { issuer + "/.well-known/jwks.json" }
}
