import ProxyCore

/// What there is to say of a token by itself: what every verifier looks at (RFC 7519, section 7.2), whoever it is.
struct TokenChecks {
    /// How far this machine's clock may be off from those of issuer and verifiers, before a time is held against the token.
    static let leeway = Duration.seconds(5)

    let token: TokenEvidence

    var findings: [Finding] {
        [algorithm.finding, form, repetition, audience, expiry, clock, size, signature, issuer].compactMap(\.self)
    }

    /// In the order in which verifiers look: who cannot trust the signature does not look at the claims.
    var cause: Cause? {
        if algorithm.finding.verdict == .evidence { return .algorithm }
        if let cause = token.verification?.cause { return cause }
        let claims = [
            (form ?? repetition, Cause.malformed), (audience, .audience), (expiry, .expired), (clock, .clock),
        ]
        return claims.first { $0.0?.verdict == .evidence }?.1
    }

    var algorithm: TokenAlgorithm { TokenAlgorithm(header: token.header) }

    /// What every verifier needs, and this token does not have.
    private var form: Finding? {
        let iss = token.claims["iss"]?.string == nil ? "iss" : nil
        let aud = token.audiences == nil ? "aud" : nil
        let exp = token.time("exp") == nil ? "exp" : nil
        let others = ["nbf", "iat"].filter { token.claims[$0] != nil && token.time($0) == nil }
        let names = ([iss, aud, exp].compactMap(\.self) + others).joined(separator: ", ")
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
        guard let audiences = token.audiences else { return nil }
        let names = audiences.joined(separator: ", ")
        guard !token.expectedAudiences.isEmpty else {
            return Finding(.none, .audience, "\(foreign: names)   nobody said which one is expected")
        }
        let isNamed = !Set(audiences).isDisjoint(with: token.expectedAudiences)
        let wanted = token.expectedAudiences.joined(separator: ", ")
        return isNamed
            ? Finding(.fine, .audience, "\(foreign: names)   as expected")
            : Finding(.evidence, .audience, "\(foreign: names)   expected was \(foreign: wanted)")
    }

    private var expiry: Finding? {
        guard let left = token.lifeLeft, let end = token.time("exp") else { return nil }
        let verdict: Verdict = left > .zero ? .fine : left + Self.leeway > .zero ? .unknown : .evidence
        let doubt: EvidenceText = verdict == .unknown ? ", which clocks may differ by" : ""
        return Finding(verdict, .expiry, "\(.life(left))\(doubt)", aside: "exp \(time: end)", action: .refresh)
    }

    /// A token from the future shows that one of two clocks is wrong: this machine's, or its issuer's.
    private var clock: Finding {
        let starts = ["iat", "nbf"].compactMap { name in token.time(name).map { (name, token.now.duration(to: $0)) } }
        guard let (name, lead) = starts.max(by: { $0.1 < $1.1 }) else {
            return Finding(.none, .clock, "neither iat nor nbf to compare this machine's clock with")
        }
        guard lead > .zero else {
            return Finding(.fine, .clock, "\(word: name) is \(span: .zero - lead) ago by this machine's clock")
        }
        let verdict: Verdict = lead > Self.leeway ? .evidence : lead > Skew.resolution ? .unknown : .fine
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
