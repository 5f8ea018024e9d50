/// What a bisect comes to. Several may hold at once.
///
/// The raw values leave the process in `bisect.completed` events: `docs/events.md`.
package enum BisectVerdict: String, Sendable, Hashable, CaseIterable {
    /// A token with a broken signature passes.
    case signatureNotVerified = "signature-not-verified"
    /// No token passes as well.
    case tokenNotNeeded = "token-not-needed"
    /// A fresh token passes where the one that was sent does not.
    case stale
    /// The token was over when it was sent again, so that its second refusal was to be expected.
    case expiredSince = "expired-since"
    /// What was refused then passes now.
    case notReproduced = "not-reproduced"
    /// Whatever the request carries, its answer is the same.
    case refusedRegardless = "refused-regardless"
    /// A broken signature is answered like a good one.
    case rejectedBeforeSignature = "rejected-before-signature"
    /// A broken signature is answered in another way than a good one, and both are refused.
    case signatureChecked = "signature-checked"
    /// A good token passes, no token and a broken one do not.
    case verifies
    case inconclusive

    /// What it says of the upstream or of the token, as evidence.
    package var standing: Verdict {
        switch self {
        case .verifies: .fine
        case .inconclusive, .notReproduced, .expiredSince: .unknown
        case .signatureNotVerified, .tokenNotNeeded, .stale, .refusedRegardless, .rejectedBeforeSignature,
            .signatureChecked:
            .evidence
        }
    }

    /// In a sentence without a full stop.
    package var sentence: EvidenceText {
        switch self {
        case .signatureNotVerified:
            "the upstream does not verify signatures: it took a token with a broken one"
        case .tokenNotNeeded: "the token is not needed: the same request passes without one"
        case .stale: "a fresh token passes: the one that was sent is stale or revoked"
        case .expiredSince:
            "the token has expired since it was sent: step 1 says nothing of the first answer"
        case .notReproduced:
            "the same request with the same token passes now: the upstream has changed since, or the token was too young"
        case .refusedRegardless:
            "every variant gets the same answer, the one without a token too: the upstream refuses the request whatever it carries"
        case .rejectedBeforeSignature:
            "a broken signature gets the same answer as a good one: the upstream rejects before, or instead of, checking the signature"
        case .signatureChecked:
            "a broken signature gets another answer: the upstream checks signatures, and this token's is good to it"
        case .verifies: "the upstream asks for a token and verifies its signature"
        case .inconclusive: "no reading: too few of the answers say anything of the token"
        }
    }

    /// What it is consistent with, or what to do about it; nil where the sentence says it all.
    package var consequence: EvidenceText? {
        switch self {
        case .signatureNotVerified: "Anybody can write a token that this upstream takes: tell whoever runs it"
        case .refusedRegardless: "Consistent with: the path, the method, or the client's address"
        case .rejectedBeforeSignature: "Consistent with: unknown issuer or unexpected audience"
        case .signatureChecked:
            "What it holds against the token is in its claims: audience, subject, scope or times (iat, nbf, exp)"
        case .tokenNotNeeded, .stale, .expiredSince, .notReproduced, .verifies, .inconclusive: nil
        }
    }
}
