import IssuerKeys
import ProxyCore
import TokenVerification

/// What `jotop decode --verify` found: the signature, then what a verifier checks besides.
struct TokenVerdict {
    /// How far this machine's clock may be off.
    private static let leeway = Duration.seconds(5)

    private let outcome: SignatureVerifier.Outcome
    /// The first claim that a verifier would refuse.
    private let refusal: VerificationFailure?
    private let checksAudience: Bool

    /// - Parameter audiences: what the token must be meant for; empty where nobody said.
    init(_ outcome: SignatureVerifier.Outcome, claims: JSONValue, audiences: Set<String>, now: WallTime) {
        self.outcome = outcome
        checksAudience = !audiences.isEmpty
        // Where nobody said, the token's own are taken: then only the times are judged.
        let expected = audiences.isEmpty ? Self.audiences(claims["aud"]) : audiences
        let verifier = JWTVerifier(issuer: claims["iss"]?.string ?? "", audiences: expected, leeway: Self.leeway)
        do throws(VerificationFailure) {
            try verifier.checkClaims(claims, at: now)
            refusal = nil
        } catch {
            refusal = error
        }
    }

    var isVerified: Bool {
        guard case .valid = outcome else { return false }
        return true
    }

    /// Why a verifier would refuse the token, or why that is not known; nil for a good one.
    var fault: String? {
        switch outcome {
        case .invalid(let failure): "\(failure)"
        case .unchecked(let obstacle): "the signature was not checked: \(obstacle)"
        case .valid: refusal.map { "the signature is valid, but a verifier refuses the token: \($0)" }
        }
    }

    var remedy: String? {
        guard case .unchecked(let obstacle) = outcome else { return nil }
        return obstacle.remedy
    }

    var json: JSONValue {
        var members: [String: JSONValue] = ["audience_checked": .bool(checksAudience)]
        switch outcome {
        case .valid(_, let keys):
            members["signature"] = .string("valid")
            members["jwks_uri"] = .string(keys)
        case .invalid(let failure):
            members["signature"] = .string("invalid")
            members["reason"] = .string("\(failure)")
        case .unchecked(let obstacle):
            members["signature"] = .string("unchecked")
            members["reason"] = .string("\(obstacle)")
        }
        members["claims"] = .string(refusal.map { "\($0)" } ?? "ok")
        return .object(members)
    }

    private static func audiences(_ claim: JSONValue?) -> Set<String> {
        switch claim {
        case .string(let audience): [audience]
        case .array(let values): Set(values.compactMap(\.string))
        default: []
        }
    }
}
