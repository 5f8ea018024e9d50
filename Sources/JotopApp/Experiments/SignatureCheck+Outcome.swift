import AWSClient
import IssuerKeys
import ProxyCore
import TokenVerification

extension SignatureCheck {
    /// What came of a check, as it is told.
    ///
    /// - Parameter keysAge: of the keys that were looked at; nil where there were none.
    init(
        _ outcome: SignatureVerifier.Outcome, keysAge: Duration?, keyID: String?, issuer: String?, at time: WallTime
    ) {
        var (verdict, fault, detail, remedy) = (Verdict.valid, Fault?.none, String?.none, String?.none)
        var keys: Keys?
        switch outcome {
        case .valid(_, let address): keys = Keys(address: address, age: keysAge ?? .zero)
        case .invalid(let failure):
            (verdict, fault, detail, remedy) = (.invalid, failure.fault, failure.phrase, failure.remedy)
            keys = keysAge.map { Keys(address: issuer ?? "", age: $0) }
        case .unchecked(let obstacle):
            (verdict, fault, detail, remedy) = (
                .unchecked, obstacle.fault, obstacle.description.clause, obstacle.remedy
            )
        }
        self.init(
            time: time, verdict: verdict, fault: fault, detail: detail, remedy: remedy, keyID: keyID, issuer: issuer,
            keys: keys)
    }

    /// There is nothing left to check.
    static func gone(_ token: TokenID, at time: WallTime) -> SignatureCheck {
        SignatureCheck(
            time: time, verdict: .unchecked, fault: .gone, detail: "the bytes of \(token) are not kept any more",
            remedy: "check the token in use, or one of a request that was sent lately")
    }
}

extension VerificationFailure {
    fileprivate var fault: SignatureCheck.Fault {
        switch self {
        case .badSignature: .badSignature
        case .unknownKeyID: .unknownKey
        case .unsigned, .missingAlgorithm, .unsupportedAlgorithm, .keyMismatch: .algorithm
        case .malformed, .criticalHeader, .missingKeyID, .wrongIssuer, .wrongAudience, .invalidClaim, .expired,
            .notYetValid, .issuedInFuture:
            .malformed
        }
    }

    /// Its sentence as it stands among other words.
    fileprivate var phrase: String { description.clause }

    fileprivate var remedy: String? {
        switch self {
        case .unknownKeyID: "the issuer's keys may have been rotated: refresh the token, and check that one"
        case .badSignature:
            "refresh the token; if the new one does not verify either, somebody else signs in the issuer's name"
        case .unsigned, .missingAlgorithm, .unsupportedAlgorithm:
            "do not accept it: STS signs with RS256 or ES384 alone; ask for a new one with jotop token --audience VALUE"
        default: nil
        }
    }
}

extension SignatureVerifier.Obstacle {
    fileprivate var fault: SignatureCheck.Fault {
        switch self {
        case .noIssuer: .malformed
        case .untrustedIssuer: .untrustedIssuer
        case .issuer(.transport(.bodyTooLarge)): .issuer
        case .issuer(.transport): .unreachable
        case .issuer: .issuer
        }
    }
}
