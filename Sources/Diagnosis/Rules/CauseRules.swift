import ProxyCore

/// Which of the possible causes it is: the first rule that has an answer decides.
///
/// What the proxy itself answered needs no guessing. Of an upstream's refusal, a proof comes first (the same token was accepted
/// later), then what the upstream said, then what can be seen from here, in the order in which it usually is the reason.
struct CauseRules {
    let evidence: Evidence
    let words: UpstreamWords
    let checks: Checks?

    var cause: Cause? {
        if let error = evidence.flow.error { return OwnAnswer(error, evidence).cause }
        guard let status = evidence.upstreamStatus else { return nil }
        if evidence.isRefused { return told ?? seen ?? .unknown }
        if status >= 500 { return .upstreamError }
        return words.only?.cause ?? (evidence.takesBrokenSignatures == nil ? nil : .unverifying)
    }

    /// What the upstream told, by its later answers or by this one.
    private var told: Cause? { ripened ?? bisected ?? said ?? status ?? otherScheme }

    /// What can be seen from here, in the order in which it usually is the reason.
    private var seen: Cause? {
        unverified ?? expired ?? clock ?? neverAccepted ?? changedIdentity ?? oversized ?? doubled ?? forbidden
            ?? rejectedUnread
    }

    private var isUnauthorized: Bool { evidence.upstreamStatus == 401 }

    /// The same token got a 401 while it was young and a 2xx later: nothing was wrong with it.
    private var ripened: Cause? { checks?.ripening == nil ? nil : .young }

    /// A token that is refused as expired and is not, is so by another clock.
    private var said: Cause? {
        guard let cause = words.only?.cause else { return nil }
        // It is good by the issuer's own keys, so it is the upstream that has others; or the issuer does not publish the key.
        if cause == .signature, let check = evidence.verification, check.isGood || check.cause == .keys { return .keys }
        if cause == .keys, words.meansAlgorithmOrKeys, evidence.isSignedUnusually { return .algorithm }
        guard cause == .expired, let sent = checks?.sent, let skew = Skew(evidence), skew.amount > Skew.tolerance else {
            return cause
        }
        return skew.amount > sent.lifeLeft ? .clock : cause
    }

    private var status: Cause? {
        switch evidence.upstreamStatus {
        case 407: .proxyAuthentication
        case 431: .size
        default: nil
        }
    }

    private var otherScheme: Cause? { words.wantsOtherScheme ? .scheme : nil }

    private var unverified: Cause? { evidence.verification?.cause }

    private var reading: BisectReading? {
        evidence.bisect.flatMap { $0.phase == .complete ? BisectReading($0) : nil }
    }

    /// What replays have proved.
    private var bisected: Cause? {
        guard let verdicts = reading?.verdicts else { return nil }
        if verdicts.contains(.stale) { return .revoked }
        return verdicts.contains(.refusedRegardless) ? .regardless : nil
    }

    /// Replays have shown that it is not the signature, and nothing else speaks for anything.
    private var rejectedUnread: Cause? {
        reading?.verdicts.first { $0 != .expiredSince } == .rejectedBeforeSignature ? .audience : nil
    }

    private var expired: Cause? {
        checks.flatMap { $0.hasLittleLeft ? .expired : nil }
    }

    private var clock: Cause? {
        guard isUnauthorized, let skew = Skew(evidence), skew.isBlamed(with: evidence.token) else { return nil }
        return .clock
    }

    private var neverAccepted: Cause? {
        guard evidence.isNeverAccepted, checks != nil else { return nil }
        return evidence.otherAccepted != nil || isUnauthorized ? .audience : nil
    }

    private var changedIdentity: Cause? { checks?.identityChanges?.isEmpty == false ? .identity : nil }

    private var oversized: Cause? { (checks?.headSize ?? 0) > Checks.commonHeadLimit ? .size : nil }

    private var doubled: Cause? { evidence.authorizations.map { $0.count > 1 } == true ? .header : nil }

    /// The token was accepted by this host: it is known, and may not do this.
    private var forbidden: Cause? {
        guard evidence.upstreamStatus == 403, let sent = checks?.sent else { return nil }
        return evidence.history?.token(sent.print)?.accepted ?? 0 > 0 ? .policy : nil
    }
}
