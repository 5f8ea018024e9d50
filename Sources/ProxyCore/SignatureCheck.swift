/// What came of checking a token's signature against the keys that its issuer publishes, whoever holds the token. Nothing of
/// the signature is in it.
package struct SignatureCheck: Sendable, Hashable {
    package enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// A key of the issuer's verifies it.
        case valid
        /// None does.
        case invalid
        /// Nobody could look: no verdict on the token.
        case unchecked
    }

    /// What is wrong, or in the way.
    package enum Fault: String, Sendable, Hashable, CaseIterable {
        case badSignature = "bad-signature"
        /// The issuer publishes no such key (any more, or not yet).
        case unknownKey = "unknown-key"
        /// The key is for another algorithm, or the algorithm is none that AWS signs with.
        case algorithm
        /// The token cannot be taken apart, or wants what nobody understands.
        case malformed
        /// The token names no issuer, or none that may be asked for keys.
        case untrustedIssuer = "untrusted-issuer"
        /// The way to the issuer is broken from here.
        case unreachable
        /// The issuer answers with something else than its documents.
        case issuer
        /// The token's bytes are not kept any more.
        case gone
    }

    /// The keys that were looked at.
    package struct Keys: Sendable, Hashable {
        /// Where they came from (`jwks_uri`).
        package let address: String
        /// How long ago they were fetched.
        package let age: Duration

        package init(address: String, age: Duration) {
            self.address = address
            self.age = age
        }
    }

    package let time: WallTime
    package let verdict: Verdict
    package let fault: Fault?
    /// The fault in one sentence, for people. It may quote the issuer.
    package let detail: String?
    package let remedy: String?
    package let keyID: String?
    package let issuer: String?
    package let keys: Keys?

    package init(
        time: WallTime, verdict: Verdict, fault: Fault? = nil, detail: String? = nil, remedy: String? = nil,
        keyID: String? = nil, issuer: String? = nil, keys: Keys? = nil
    ) {
        self.time = time
        self.verdict = verdict
        self.fault = fault
        self.detail = detail
        self.remedy = remedy
        self.keyID = keyID
        self.issuer = issuer
        self.keys = keys
    }
}
