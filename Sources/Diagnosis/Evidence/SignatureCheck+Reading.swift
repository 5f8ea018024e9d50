import ProxyCore

/// What a check of a signature says, of a token that was sent and of one that somebody holds alike.
extension SignatureCheck {
    /// Whether the issuer signed it.
    var isGood: Bool { verdict == .valid }

    /// What a request would fail for, by what is wrong with its token; nil where nothing is, or nobody knows.
    var cause: Cause? {
        guard verdict != .valid else { return nil }
        return switch fault {
        case .badSignature: .signature
        case .unknownKey, .issuer: .keys
        case .algorithm: .algorithm
        case .malformed: .malformed
        case .untrustedIssuer, .unreachable, .gone, nil: nil
        }
    }

    /// What it found out, in one sentence; nil where it speaks for another cause, or for none.
    func sentence(of asked: Cause) -> EvidenceText? {
        guard cause == asked else { return nil }
        return switch fault {
        case .badSignature: "no key of its issuer's verifies the token's signature"
        case .unknownKey:
            "the token is signed with a key that its issuer does not publish: its keys were rotated, or it did not sign this"
        case .issuer: "the issuer does not give its keys as verifiers ask for them"
        default: detail.map { "\(foreign: $0)" }
        }
    }

    /// The line about the signature.
    var signature: Finding {
        switch verdict {
        case .valid:
            let name: EvidenceText = keyID.map { ", key \(foreign: $0)" } ?? ""
            return Finding(
                .fine, .signature, "verified at \(time: time)\(name) of the issuer's",
                aside: keys.map { "keys \(span: $0.age) old" })
        case .invalid:
            return Finding(.evidence, .signature, "not verified: \(foreign: detail ?? "no key verifies it")")
        case .unchecked:
            return Finding(
                .unknown, .signature, "not checked: \(foreign: detail ?? "the keys were not to be had")",
                action: .verify)
        }
    }

    /// The line about the issuer; nil where nothing was learned of it.
    ///
    /// - Parameters:
    ///   - name: the issuer's, for a line of its own.
    ///   - question: what stays open although it gave its keys.
    func issuer(_ name: EvidenceText?, question: EvidenceText = "") -> Finding? {
        switch fault {
        case nil, .badSignature, .algorithm:
            guard keys != nil else { return nil }
            return Finding(.fine, .issuer, "gave its keys\(question)", more: name, action: .evidence)
        case .unknownKey:
            return Finding(
                .evidence, .issuer, "does not publish the key \(foreign: keyID ?? "-") that signed the token",
                more: name, action: .evidence)
        case .issuer:
            return Finding(.evidence, .issuer, "\(foreign: detail ?? "gives no keys")", more: name)
        case .unreachable, .untrustedIssuer:
            return Finding(
                .unknown, .issuer, "\(foreign: remedy ?? "was not asked")", more: name, action: .verify)
        case .gone, .malformed: return nil
        }
    }
}
