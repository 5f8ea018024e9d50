import ProxyCore

/// What was found out by asking: a check against the issuer's keys, and replays.
extension Checks {
    var signature: Finding? {
        if let check = evidence.verification, check.verdict == .invalid { return check.signature }
        if let flow = evidence.takesBrokenSignatures { return unverifying(flow) }
        if let statement = blamed(.signature, .keys, .algorithm) { return blamedSignature(statement) }
        return evidence.verification?.signature ?? .signatureNotChecked
    }

    private func unverifying(_ flow: FlowID) -> Finding {
        let own: EvidenceText =
            evidence.verification?.isGood == true ? "; this one was verified here" : ""
        return Finding(
            .evidence, .signature,
            "the upstream does not verify signatures: it took a broken one in the bisect of \(flow)\(own)",
            action: .evidence)
    }

    private func blamedSignature(_ statement: Statement) -> Finding {
        guard let check = evidence.verification, check.isGood else {
            return Finding(.evidence, .signature, "not checked here   \(said(statement))", action: .verify)
        }
        return Finding(
            .evidence, .signature, "good here at \(time: check.time)   \(said(statement))", action: .evidence)
    }

    /// Who trusts whom is known at the upstream alone. What can be seen from here is whether the issuer gives its keys to whoever asks.
    var issuer: Finding? {
        let name: EvidenceText? = evidence.token?.issuer.map { "\(foreign: $0)" }
        if let statement = blamed(.issuer) {
            return Finding(.evidence, .issuer, (name.map { "\($0)   " } ?? "") + said(statement), action: .evidence)
        }
        let question: EvidenceText =
            evidence.isRefused ? "; whether the upstream has registered it is not known here" : ""
        if let finding = evidence.verification?.issuer(name, question: question) { return finding }
        guard evidence.isRefused else { return nil }
        return Finding(
            .unknown, .issuer, "is \(name ?? "this AWS account") registered at the upstream?", action: .evidence)
    }

    /// What replays with other credentials were answered.
    var bisect: Finding? {
        guard let report = evidence.bisect, report.phase == .complete else { return nil }
        let reading = BisectReading(report)
        // The line of the signature says that.
        guard reading.verdicts != [.signatureNotVerified] else { return nil }
        return Finding(
            reading.first.standing, .bisect, reading.first.sentence, more: reading.first.consequence,
            action: [.stale, .expiredSince].contains(reading.first) ? .refresh : .evidence)
    }
}

extension Finding {
    /// No tick for what nobody has looked at.
    static var signatureNotChecked: Finding { Finding(.unknown, .signature, "not checked", action: .verify) }
}
