import ProxyCore

/// A request that somebody made go wrong on purpose: what was done to it, and whether its upstream noticed.
struct FaultedFlow {
    let fault: Fault
    private let evidence: Evidence

    private let words: UpstreamWords

    /// nil for a request that is what it seems.
    init?(_ evidence: Evidence, _ words: UpstreamWords) {
        guard let fault = evidence.flow.fault else { return nil }
        self.fault = fault
        self.evidence = evidence
        self.words = words
    }

    /// Said before anything else.
    var text: EvidenceText { "this flow was faulted by you: \(deed) (fault \(foreign: fault.description))" }

    /// The likely cause; nil where the request went as any other would.
    ///
    /// - Parameter real: what it would be of a request that nothing was done to.
    func cause(insteadOf real: Cause?) -> Cause? {
        guard evidence.flow.isProblem || finding.verdict == .evidence else { return nil }
        if refusal == .asItShould || isOwnFailure || evidence.upstreamStatus.map(Self.isAccepted) == true {
            return .fault
        }
        if fault == .keysRotated, refusal != nil, refusal != .otherwise, [.signature, .unknown, nil].contains(real) {
            return .keys
        }
        return refusal == .unsaid && real == .unknown ? .fault : real ?? .fault
    }

    var sentence: EvidenceText { "\(text); \(outcome.text)" }

    var finding: Finding { Finding(outcome.verdict, .fault, outcome.text) }

    private var deed: EvidenceText {
        switch fault {
        case .expired: "a token was sent that had expired\(ago)"
        case .tampered: "its token was sent with another signature"
        case .missing: "no token was sent"
        case .audience(let audience): "its token is for \(foreign: audience), which is nobody's"
        case .tag(nil): "its token was asked for without the configured tags"
        case .tag(let tag?): "its token was asked for with the tag \(foreign: "\(tag.key)=\(tag.value)")"
        case .throttled: "STS seemed to throttle it"
        case .denied: "STS seemed to deny it"
        case .slow(let wait): "STS took \(word: GoDuration.format(wait)) longer"
        case .keysRotated: "its token is signed with a key that the issuer had only just made"
        }
    }

    private var ago: EvidenceText {
        guard let left = evidence.flow.token?.lifeLeft, left < .zero else { return "" }
        return " \(past: left) before"
    }

    /// What a refusal says of the fault.
    private enum Refusal {
        case asItShould
        /// It names the fault's own effect, or nothing, and need not have come.
        case unsaid
        /// It names something that the fault cannot have brought about.
        case otherwise
    }

    /// nil where the upstream did not refuse it.
    private var refusal: Refusal? {
        guard !fault.isOfCall, [401, 403].contains(evidence.upstreamStatus) else { return nil }
        let named = words.statements.map(\.cause)
        guard named.isEmpty || named.contains(where: fault.effects.contains) else { return .otherwise }
        return switch fault {
        case .keysRotated: .unsaid
        case .tag: named.isEmpty ? .unsaid : .asItShould
        default: .asItShould
        }
    }

    /// Whether there was no token because of the fault itself.
    private var isOwnFailure: Bool {
        evidence.flow.error?.code == .tokenUnavailable && (fault.isOfCall || fault == .expired)
    }

    private static func isAccepted(_ status: Int) -> Bool { (200..<400).contains(status) }

    private var outcome: (verdict: Verdict, text: EvidenceText) {
        if isOwnFailure { return (.fine, "no token came of it") }
        if fault.isOfCall, evidence.flow.error == nil {
            return (.none, "the call to STS gave a token all the same")
        }
        guard let status = evidence.upstreamStatus else { return (.none, "no answer to judge it by") }
        if let refusal { return refused(refusal, status) }
        guard !Self.isAccepted(status) else { return accepted }
        return (.unknown, "the upstream answered \(word: "\(status)"), which tells nothing of the token")
    }

    private func refused(_ refusal: Refusal, _ status: Int) -> (verdict: Verdict, text: EvidenceText) {
        switch refusal {
        case .asItShould: (.fine, "the upstream refused it with \(word: "\(status)"), as it should")
        case .otherwise: (.unknown, "the upstream refused it with \(word: "\(status)"), and for another reason")
        case .unsaid where fault == .keysRotated:
            (.evidence, "the upstream refused it with \(word: "\(status)"): it may not have fetched the new key")
        case .unsaid: (.unknown, "the upstream refused it with \(word: "\(status)"), and does not say for what")
        }
    }

    private var accepted: (verdict: Verdict, text: EvidenceText) {
        switch fault {
        case .expired: (.evidence, "the upstream accepted it: it does not look at exp, or allows for that much leeway")
        case .tampered: (.evidence, "the upstream accepted it: it does not check signatures")
        case .missing: (.evidence, "the upstream accepted it: it wants no token")
        case .audience: (.evidence, "the upstream accepted it: it does not look at aud")
        case .tag: (.unknown, "the upstream accepted it: it does not ask for that tag")
        case .keysRotated: (.fine, "the upstream accepted it: it has fetched the new key")
        case .throttled, .denied, .slow: (.none, "")
        }
    }

    /// The line that takes it back; where nobody can type one, it was a flag that brought it.
    var remedy: Remedy {
        let line =
            switch fault {
            case .throttled, .denied, .slow: ":fault sts off"
            case .keysRotated: ":fault keys off"
            case .expired, .tampered, .missing, .audience, .tag:
                evidence.flow.start.host.map { ":fault off host:\($0)" } ?? ":fault off"
            }
        return Remedy(nil, "take the fault back", line: line, setting: "start jotop without that --fault")
    }
}

extension Fault {
    /// What an upstream that notices it names as the reason of its refusal.
    fileprivate var effects: Set<Cause> {
        switch self {
        case .expired: [.expired]
        case .tampered: [.signature, .keys]
        case .missing: [.missing, .malformed]
        case .audience: [.audience]
        case .tag: [.scope, .policy, .subject]
        case .keysRotated: [.keys, .signature]
        case .throttled, .denied, .slow: []
        }
    }
}
