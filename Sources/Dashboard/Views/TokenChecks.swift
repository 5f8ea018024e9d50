import ProxyCore

/// What is known of the token that a flow carried, check by check: evidence against it first.
struct TokenChecks {
    let record: FlowRecord
    let end: FlowEnd
    let sent: SentToken
    let scene: Scene
    let blame: UpstreamBlame

    private var generation: TokenGeneration? { scene.traffic.tokens.generation(sent.id) }

    var checks: [Check] {
        var checks = [audience, expiry, clock, header, signature]
        if let issuer { checks.append(issuer) }
        return checks.filter { $0.verdict == .evidence } + checks.filter { $0.verdict != .evidence }
    }

    private func said(_ cause: UpstreamBlame.Cause) -> String? {
        blame.said[cause].map { "upstream said \(scene.veil.foreign($0))" }
    }

    private var audience: Check {
        let audiences = scene.veil.foreign(end.start.audiences?.description ?? "-")
        let history = record.isProblem ? AudienceHistory(of: record, in: scene.traffic.flows)?.text : nil
        if let said = said(.audience) {
            return Check(.evidence, "audience", "\(audiences)   \(said)", below: history)
        }
        return Check(.unknown, "audience", "\(audiences)   what the upstream expects is not known here", below: history)
    }

    private var expiry: Check {
        let isAlive = sent.lifeLeft > .zero
        let life = isAlive ? "\(sent.lifeLeft.phrase) left" : "over for \((.zero - sent.lifeLeft).phrase)"
        let text = "\(life), \(sent.age.phrase) old when sent"
        let aside = generation.map { "exp \(scene.time.clock($0.facts.expiresAt))" } ?? ""
        if let said = said(.expiry) { return Check(.evidence, "expiry", "\(text)   \(said)") }
        return Check(isAlive ? .fine : .evidence, "expiry", text, aside: aside)
    }

    private var clock: Check {
        let isAnswered = end.response != nil || (end.status != nil && end.error == nil)
        guard isAnswered else { return Check(.none, "clock", "no answer to compare it with") }
        return ClockCheck(end: end, issued: generation?.facts.issuedAt).check
    }

    /// How many credentials went out, counted in the request as it was sent.
    private var header: Check {
        guard let request = end.request else { return Check(.unknown, "header", "the request was not kept") }
        let sent = request.fields.filter { $0.name.lowercased() == "authorization" && $0.change != .removed }
        var text = sent.count == 1 ? "one Authorization" : "\(sent.count) Authorization fields"
        if sent.contains(where: { if case .replaced = $0.change { true } else { false } }) {
            text += "; an inbound one was replaced"
        }
        return Check(sent.count == 1 ? .fine : .evidence, "header", text, aside: "see Request")
    }

    private var signature: Check {
        said(.signature).map { Check(.evidence, "signature", "not checked here   \($0)") }
            ?? Check(.unknown, "signature", "not checked")
    }

    /// Nothing is known here of who trusts whom, so it has a line only where the upstream brought it up.
    private var issuer: Check? {
        said(.issuer).map { said in
            let name = generation?.facts.issuer.map { "\(scene.veil.foreign($0))   " } ?? ""
            return Check(.evidence, "issuer", name + said)
        }
    }
}
