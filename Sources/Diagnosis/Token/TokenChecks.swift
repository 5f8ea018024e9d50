import ProxyCore

/// What there is to say of a token by itself: what every verifier looks at (RFC 7519, section 7.2), whoever it is.
struct TokenChecks {
    let token: TokenEvidence

    private var claims: RegisteredClaims { token.registered }

    var findings: [Finding] {
        [algorithm.finding, form, repetition, audience, expiry, clock, size, signature, issuer].compactMap(\.self)
    }

    /// In the order in which verifiers look: who cannot trust the signature does not look at the claims.
    var cause: Cause? {
        if algorithm.finding.verdict == .evidence { return .algorithm }
        if let cause = token.verification?.cause { return cause }
        let findings = [
            (form ?? repetition, Cause.malformed), (audience, .audience), (expiry, .expired), (clock, .clock),
        ]
        return findings.first { $0.0?.verdict == .evidence }?.1
    }

    var algorithm: TokenAlgorithm { TokenAlgorithm(header: token.header) }

    /// What every verifier needs, and this token does not have.
    private var form: Finding? {
        let names = claims.unusable.map(\.rawValue).joined(separator: ", ")
        return names.isEmpty ? nil : Finding(.evidence, .token, "missing, or not of its type: \(word: names)")
    }

    /// Two readers may take such a token for two different ones (RFC 7515 and RFC 7519, both section 4).
    private var repetition: Finding? {
        guard !token.repeatedNames.isEmpty else { return nil }
        let names = token.repeatedNames.joined(separator: ", ")
        return Finding(
            .evidence, .token, "named more than once: \(foreign: names)",
            more: "shown is the first of each; a reader refuses such a token, or takes the last (RFC 7519, section 4)")
    }

    private var audience: Finding? {
        guard let audiences = claims.audiences else { return nil }
        let names = audiences.joined(separator: ", ")
        guard !token.expectedAudiences.isEmpty else {
            return Finding(.none, .audience, "\(foreign: names)   nobody said which one is expected")
        }
        let isNamed = claims.names(oneOf: Set(token.expectedAudiences))
        let wanted = token.expectedAudiences.joined(separator: ", ")
        return isNamed
            ? Finding(.fine, .audience, "\(foreign: names)   as expected")
            : Finding(.evidence, .audience, "\(foreign: names)   expected was \(foreign: wanted)")
    }

    private var expiry: Finding? {
        guard let left = token.lifeLeft, let end = claims.expiry, let life = claims.life(at: token.now) else {
            return nil
        }
        let verdict = life.verdict
        let doubt: EvidenceText = verdict == .unknown ? ", which clocks may differ by" : ""
        return Finding(verdict, .expiry, "\(.life(left))\(doubt)", aside: "exp \(time: end)", action: .refresh)
    }

    /// A token from the future shows that one of two clocks is wrong: this machine's, or its issuer's.
    private var clock: Finding {
        guard let latest = claims.beginnings(at: token.now).max(by: { $0.lead < $1.lead }) else {
            return Finding(.none, .clock, "neither iat nor nbf to compare this machine's clock with")
        }
        let (name, lead) = (latest.name.rawValue, latest.lead)
        guard lead > .zero else {
            return Finding(.fine, .clock, "\(word: name) is \(span: .zero - lead) ago by this machine's clock")
        }
        let verdict = lead <= Skew.resolution ? .fine : latest.standing().verdict
        return Finding(verdict, .clock, "\(word: name) is \(span: lead) ahead of this machine's clock")
    }

    private var size: Finding {
        let isLarge = token.length > Checks.commonHeadLimit
        return Finding(
            isLarge ? .unknown : .fine, .size,
            "token \(token.length) B\(isLarge ? ": more than many servers take of a whole head" : "")",
            aside: "common limit 8 KiB")
    }

    private var signature: Finding { token.verification?.signature ?? .signatureNotChecked }

    private var issuer: Finding? {
        token.verification?.issuer(token.claims["iss"]?.string.map { "\(foreign: $0)" })
    }
}

extension RegisteredClaims.Standing {
    fileprivate var verdict: Verdict {
        switch self {
        case .good: .fine
        case .withinLeeway: .unknown
        case .bad: .evidence
        }
    }
}
