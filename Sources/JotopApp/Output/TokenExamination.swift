import Diagnosis
import ProxyCore
import TokenDecoding

/// What `jotop decode` has to say of a token: the check of its signature, where that was asked for, and the diagnosis of both.
struct TokenExamination {
    let diagnosis: Diagnosis
    private let check: SignatureCheck?
    private let checksAudience: Bool

    /// - Parameters:
    ///   - length: the compact token's, in bytes.
    ///   - check: nil where nobody asked for it.
    ///   - audiences: what the token must be meant for; empty where nobody said.
    init(_ token: DecodedToken, length: Int, check: SignatureCheck?, audiences: [String], now: WallTime) {
        self.check = check
        checksAudience = !audiences.isEmpty
        var evidence = TokenEvidence(
            header: token.header, claims: token.claims, length: length, now: now)
        evidence.repeatedNames = token.repeatedNames
        evidence.expectedAudiences = audiences
        evidence.verification = check
        diagnosis = Diagnosis(of: evidence)
    }

    var isVerified: Bool { check?.verdict == .valid }

    /// Why the token is not good, or why that is not known; nil for a good one, and where nobody asked.
    var fault: String? {
        switch check?.verdict {
        case nil: nil
        case .unchecked: "the signature was not checked: \(check?.detail ?? "")"
        case .invalid: diagnosis.sentence?.plain ?? check?.detail
        case .valid: diagnosis.sentence.map { "the signature is valid, but a verifier refuses the token: \($0.plain)" }
        }
    }

    var remedy: String? { check?.remedy ?? diagnosis.remedies.first?.sentence }

    /// What came of the check; nil where nobody asked for it.
    var verification: JSONValue? {
        guard let check else { return nil }
        var members: [String: JSONValue] = [
            "audience_checked": .bool(checksAudience), "signature": .string(check.verdict.rawValue),
        ]
        members["jwks_uri"] = isVerified ? check.keys.map { .string($0.address) } : nil
        members["reason"] = check.detail.map { .string($0) }
        members["claims"] = .string(claims ?? "ok")
        return .object(members)
    }

    /// What a verifier would hold against the claims first; nil for nothing.
    private var claims: String? {
        let subjects: Set<Finding.Subject> = [.token, .audience, .expiry, .clock]
        return diagnosis.findings.first { $0.verdict == .evidence && subjects.contains($0.subject) }
            .map { "\($0.subject.rawValue): \($0.text.plain)" }
    }
}
