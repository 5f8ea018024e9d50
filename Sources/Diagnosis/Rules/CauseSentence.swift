import ProxyCore

/// The likely cause in one sentence.
struct CauseSentence {
    private let cause: Cause
    private let evidence: Evidence
    private let words: UpstreamWords
    private let checks: Checks?

    init(_ cause: Cause, _ evidence: Evidence, _ words: UpstreamWords, _ checks: Checks?) {
        self.cause = cause
        self.evidence = evidence
        self.words = words
        self.checks = checks
    }

    var text: EvidenceText { aboutToken ?? aboutRequest ?? aboutSTS ?? aboutUpstream ?? aboutClient }

    private var isSaid: Bool { words.statement(cause) != nil }

    private var aboutToken: EvidenceText? {
        switch cause {
        case .audience: audience
        case .issuer: "the upstream does not know the token's issuer"
        case .expired: expired
        case .lifetime: "the token lives longer than the upstream lets one live"
        case .clock: clock
        case .young: young
        case .signature: signature
        case .keys: keys
        case .algorithm: "the upstream does not take the algorithm\(algorithm) that signed this token"
        case .subject: "the upstream knows the issuer, and no rule of it matches this sub"
        case .scope: "the token is good, and lacks a scope or a claim that the upstream asks for"
        case .identity: "the token is somebody else's than the one that was accepted before"
        case .policy: "the upstream knows who asks, and does not allow it"
        case .revoked: revoked
        case .unverifying: BisectVerdict.signatureNotVerified.sentence
        case .malformed where words.statement(.malformed)?.quote == UpstreamWords.invalidRequest:
            "the upstream found no token that it could read, or more than one"
        case .malformed: "the upstream could not read the token"
        case .missing: "the upstream saw no bearer token in the request"
        default: nil
        }
    }

    private var aboutRequest: EvidenceText? {
        switch cause {
        case .scheme: "the upstream asks for another kind of credential than a bearer token"
        case .header:
            isSaid
                ? "more than one token reached the upstream" : "more than one Authorization field reached the upstream"
        case .size: size
        case .route: "API Gateway has no such route, or takes AWS signatures there: the token was not looked at"
        case .parameter:
            "what the request itself names as its audience is no identity provider of the service's: it is not about the token's aud"
        case .regardless: "the upstream refuses this request whatever token it carries, and without one too"
        case .proxyAuthentication: "a proxy on the way to the upstream asks for credentials of its own"
        case .upstreamError: "the upstream failed by itself; nothing in its answer is about the token"
        case .brokenOff: "the answer began and broke off; the token had done its part"
        default: nil
        }
    }

    private var audience: EvidenceText {
        if isSaid || evidence.otherAccepted != nil { return "the upstream expects a different audience" }
        if verdicts.contains(.signatureChecked) {
            return
                "the upstream has verified the signature, so that it knows the issuer, and may expect a different audience"
        }
        return
            "the upstream may expect a different audience, or not know the token's issuer: it has never accepted this audience here"
    }

    private var expired: EvidenceText {
        guard let sent = checks?.sent else { return "the upstream takes the token for expired" }
        guard sent.lifeLeft > .zero else { return "the token was over when it was sent" }
        guard sent.lifeLeft > Checks.shortLife else {
            return "the token was over before it was looked at: \(span: sent.lifeLeft) were left"
        }
        guard !words.limitsAge else {
            return "the upstream takes no token as old as this one, although \(span: sent.lifeLeft) were left"
        }
        return "the upstream takes the token for expired, although \(span: sent.lifeLeft) were left"
    }

    private var clock: EvidenceText {
        guard evidence.flow.error == nil else { return "this machine's clock is too far from STS's" }
        guard let skew = Skew(evidence) else { return "the upstream's clock is behind the issuer's" }
        let direction: EvidenceText = skew.amount < .zero ? "behind" : "ahead of"
        guard skew.distance > Skew.resolution else {
            return "the upstream's clock is behind the issuer's, by less than its Date can tell"
        }
        return "the upstream's clock is \(span: skew.distance) \(direction) the issuer's"
    }

    /// The upstream's clock is behind by no less than the age that was refused, and by its `Date` if that says more.
    private var young: EvidenceText {
        let age = checks?.sent.age ?? .zero
        if let skew = Skew(evidence), skew.amount < .zero, skew.distance > max(age, Skew.resolution) {
            return "the upstream's clock is \(span: skew.distance) behind the issuer's, and it allows no leeway"
        }
        return
            "the upstream's clock is behind the issuer's by at least \(word: age.tenthsOfSeconds)s and it allows no leeway"
    }

    private var signature: EvidenceText {
        evidence.verification?.sentence(of: .signature) ?? "the upstream could not verify the token's signature"
    }

    private var keys: EvidenceText {
        if evidence.verification?.isGood == true {
            return
                "the token's signature is good by the issuer's own keys: the upstream has older ones, or another issuer's"
        }
        return evidence.verification?.sentence(of: .keys)
            ?? "the upstream does not have the issuer's keys, or not the one that signed this token"
    }

    private var revoked: EvidenceText {
        if evidence.bisect.map({ BisectReading($0).verdicts.contains(.stale) }) == true {
            return BisectVerdict.stale.sentence
        }
        let none: EvidenceText = "the upstream takes the token for none that it accepts"
        return evidence.isNeverAccepted
            ? "\(none), which some say of an audience that they do not expect" : "\(none), or for revoked"
    }

    private var algorithm: EvidenceText { evidence.token?.algorithm.map { " \(foreign: $0)" } ?? "" }

    private var size: EvidenceText {
        guard evidence.flow.error == nil else { return "the client's request head is larger than --max-head-size" }
        return "the request's head is larger than the upstream takes"
    }

    private var aboutSTS: EvidenceText? {
        switch cause {
        case .denied: "AWS refuses this identity a token for this audience"
        case .throttled: "STS is throttling this account"
        case .stsUnreachable: "STS cannot be reached from here"
        case .stsError: "STS answered with an error of its own"
        case .credentials: "STS does not accept the AWS credentials"
        case .noCredentials: "no AWS credentials were to be had, so that STS was not asked"
        case .unconfigured: "a setting that STS is asked with is missing or wrong: the region, say"
        case .session: "the role session ends before the token would"
        case .federation: "outbound web identity federation is switched off in this AWS account"
        case .tokenSize: "the claims are larger than STS signs: too many tags or audiences"
        case .tokenUnavailable:
            evidence.flow.error?.backOff == nil
                ? "no token was to be had" : "no token was to be had; STS is not asked again before its time"
        case .mintingOff: "token minting was switched off by hand"
        default: nil
        }
    }

    private var aboutUpstream: EvidenceText? {
        switch cause {
        case .name: "the upstream's name does not resolve on this machine"
        case .upstreamRefused: "nothing accepts connections there, or a firewall is between"
        case .upstreamClosed: "the upstream closed the connection before it answered"
        case .unreachable: "the way to the upstream is broken"
        case .tls: TLSObstacle(evidence)?.sentence ?? "no TLS connection to the upstream comes about"
        case .timeout: "the upstream took longer than the time-out allows"
        case .protocolMismatch where OwnAnswer.speaksHTTP(evidence):
            "the upstream's answer breaks a rule of HTTP, and is not passed on"
        case .protocolMismatch: "what answers there does not speak HTTP/1.1 over this scheme"
        case .encoding: "the answer has a header value that is not UTF-8, which is not passed on in HTTP/2"
        default: nil
        }
    }

    private var aboutClient: EvidenceText {
        switch cause {
        case .noUpstream: "the request names no upstream"
        case .invalidUpstream: "the request names an upstream that is no host"
        case .notAllowed: "this upstream is not among those that are allowed"
        case .crossSite: "a web page of another origin sent the request"
        case .host: "the Host field is no name of this listener"
        case .badRequest: "the client's request is not one that can be passed on"
        case .overload: "more clients are connected than --max-connections allows"
        case .shuttingDown: "jotop is shutting down"
        case .clientGone where evidence.flow.start.replay != nil:
            "the replay was ended before its answer was complete"
        case .clientGone: "the client left before its answer was complete"
        default: unknown
        }
    }

    private var verdicts: [BisectVerdict] {
        evidence.bisect.flatMap { $0.phase == .complete ? BisectReading($0).verdicts : nil } ?? []
    }

    /// What was found out by asking narrows it down.
    private var unknown: EvidenceText {
        if let verdict = verdicts.first, verdict != .inconclusive { return "unknown, but \(verdict.sentence)" }
        if evidence.isForbiddenToStranger {
            return
                "unknown: the audience, the issuer or a policy of the upstream's; it has never accepted this audience here"
        }
        if evidence.verification?.isGood == true {
            return "unknown, but not the signature: it is good, and nothing else that was seen here explains the answer"
        }
        return "unknown: nothing that was seen here explains the answer"
    }
}
