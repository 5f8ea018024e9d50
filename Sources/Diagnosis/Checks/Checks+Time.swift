import ProxyCore

extension Checks {
    /// A token this near to its end may be over when it arrives.
    static let shortLife = Duration.seconds(30)
    /// A token this young may be from the upstream's future.
    static let youth = Duration.seconds(5)

    var expiry: Finding? {
        let left = sent.lifeLeft
        let life: EvidenceText = "\(.life(left)) when sent"
        let end: EvidenceText? = evidence.token.map { "exp \(time: $0.expiresAt)" }
        if let statement = blamed(.expired, .lifetime) {
            return Finding(.evidence, .expiry, "\(life)   \(said(statement))", aside: end, action: .refresh)
        }
        guard left > .zero else { return Finding(.evidence, .expiry, life, aside: end, action: .refresh) }
        guard evidence.isRefused, hasLittleLeft else { return Finding(.fine, .expiry, life, aside: end) }
        return Finding(.evidence, .expiry, life, aside: end, action: .refresh)
    }

    /// So little of its life was left that it may have been over before anybody looked. Of tokens in time-lapse, the last quarter:
    /// no others live for less than the minute that AWS gives.
    var hasLittleLeft: Bool {
        let life = sent.age + sent.lifeLeft
        return sent.lifeLeft < (life < .seconds(60) ? life / 4 : Self.shortLife)
    }

    var clock: Finding? {
        guard evidence.isAnswered else { return Finding(.none, .clock, "no answer to compare it with") }
        let statement = blamed(.clock)
        guard let skew = Skew(evidence) else {
            if let statement { return Finding(.evidence, .clock, said(statement)) }
            return Finding(.unknown, .clock, "\(word: missingDate)")
        }
        let text = Self.words(for: skew, evidence.token)
        if let statement { return Finding(.evidence, .clock, "\(text)   \(said(statement))", aside: since(skew)) }
        if skew.isBlamed(with: evidence.token) { return Finding(.evidence, .clock, text, aside: since(skew)) }
        return Finding(skew.distance > Skew.resolution ? .unknown : .fine, .clock, text, aside: since(skew))
    }

    /// Why the answer's time is not known.
    private var missingDate: String {
        guard let response = flow.response else { return "the answer's head was not kept" }
        guard response.values(of: "date").first != nil else { return "the answer has no Date field" }
        return response.values(of: "age").isEmpty
            ? "the answer's Date is not in a form known here" : "the answer came from a store: it has an Age"
    }

    private static func words(for skew: Skew, _ token: TokenFacts?) -> EvidenceText {
        if let lead = skew.lead(of: token) { return "upstream Date is \(span: lead) before the token's iat" }
        let issuer: EvidenceText
        switch skew.ofIssuer {
        case let offset? where max(offset, .zero - offset) <= Skew.resolution: issuer = ", and so is STS's"
        case let offset?: issuer = ", STS's clock is \(direction(offset)) both"
        case nil: issuer = ""
        }
        guard max(skew.ofUpstream, .zero - skew.ofUpstream) > Skew.resolution else {
            return "upstream Date within 2s of this machine\(issuer)"
        }
        return "upstream Date is \(direction(skew.ofUpstream)) this machine"
            + (skew.ofIssuer == nil ? "" : "; from STS's, \(span: skew.distance)")
    }

    private static func direction(_ offset: Duration) -> EvidenceText {
        offset < .zero ? "\(span: .zero - offset) behind" : "\(span: offset) ahead of"
    }

    private func since(_ skew: Skew) -> EvidenceText? {
        guard skew.lead(of: evidence.token) == nil else { return nil }
        return evidence.token.map { "iat \(span: max(.zero, $0.issuedAt.duration(to: skew.date))) before" }
    }

    /// Only of a token that was young when it was refused.
    var age: Finding? {
        guard evidence.isRefused else { return nil }
        if let proof = ripening {
            return Finding(
                .evidence, .age,
                "\(word: sent.age.tenthsOfSeconds)s old when sent; \(proof.flow) carried the same token at \(word: proof.age.tenthsOfSeconds)s and got a 2xx"
            )
        }
        guard sent.age < Self.youth else { return nil }
        let isKept = evidence.history?.token(sent.print) != nil
        let later: EvidenceText = isKept ? "no later 2xx with it" : "how it fared later is not kept any more"
        return Finding(.unknown, .age, "\(word: sent.age.tenthsOfSeconds)s old when sent; \(later)", action: .replay)
    }

    /// The first 2xx of the same token, where it had been refused for its youth.
    var ripening: TokenHistory.Use? {
        guard evidence.upstreamStatus == 401, sent.age < Self.youth,
            let later = evidence.history?.token(sent.print)?.ripening, later.age > sent.age
        else { return nil }
        return later
    }
}
