import ProxyCore

/// What was found out by asking: a check against the issuer's keys, and replays.
extension Checks {
    var signature: Finding? {
        if let check = evidence.verification, check.verdict == .invalid {
            return Finding(.evidence, .signature, "not verified: \(foreign: check.detail ?? "no key verifies it")")
        }
        if let flow = evidence.takesBrokenSignatures { return unverifying(flow) }
        if let statement = blamed(.signature, .keys, .algorithm) { return blamedSignature(statement) }
        guard let check = evidence.verification else {
            return Finding(.unknown, .signature, "not checked", action: .verify)
        }
        guard check.isGood else { return unchecked(check) }
        let name: EvidenceText = check.keyID.map { ", key \(foreign: $0)" } ?? ""
        return Finding(
            .fine, .signature, "verified at \(time: check.time)\(name) of the issuer's",
            aside: check.keys.map { "keys \(span: $0.age) old" })
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

    private func unchecked(_ check: TokenVerified) -> Finding {
        Finding(
            .unknown, .signature, "not checked: \(foreign: check.detail ?? "the keys were not to be had")",
            action: .verify)
    }

    /// Who trusts whom is known at the upstream alone. What can be seen from here is whether the issuer gives its keys to whoever asks.
    var issuer: Finding? {
        let name: EvidenceText? = evidence.token?.issuer.map { "\(foreign: $0)" }
        if let statement = blamed(.issuer) {
            return Finding(.evidence, .issuer, (name.map { "\($0)   " } ?? "") + said(statement), action: .evidence)
        }
        if let check = evidence.verification, let finding = issuer(check, name) { return finding }
        guard evidence.isRefused else { return nil }
        return Finding(
            .unknown, .issuer, "is \(name ?? "this AWS account") registered at the upstream?", action: .evidence)
    }

    private func issuer(_ check: TokenVerified, _ name: EvidenceText?) -> Finding? {
        switch check.fault {
        case nil, .badSignature, .algorithm:
            guard check.keys != nil else { return nil }
            let rest: EvidenceText =
                evidence.isRefused ? "; whether the upstream has registered it is not known here" : ""
            return Finding(.fine, .issuer, "gave its keys\(rest)", more: name, action: .evidence)
        case .unknownKey:
            return Finding(
                .evidence, .issuer, "does not publish the key \(foreign: check.keyID ?? "-") that signed the token",
                more: name, action: .evidence)
        case .issuer:
            return Finding(.evidence, .issuer, "\(foreign: check.detail ?? "gives no keys")", more: name)
        case .unreachable, .untrustedIssuer:
            return Finding(
                .unknown, .issuer, "\(foreign: check.remedy ?? "was not asked")", more: name, action: .verify)
        case .gone, .malformed: return nil
        }
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
