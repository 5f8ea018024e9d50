import ProxyCore

/// A request that somebody made go wrong on purpose: what was done to it, and whether its upstream noticed.
struct FaultedFlow {
    let fault: Fault
    private let evidence: Evidence

    /// nil for a request that is what it seems.
    init?(_ evidence: Evidence) {
        guard let fault = evidence.flow.fault else { return nil }
        self.fault = fault
        self.evidence = evidence
    }

    /// Said before anything else.
    var text: EvidenceText { "this flow was faulted by you: \(deed) (:fault \(foreign: fault.description))" }

    /// The likely cause; nil where the request went as any other would.
    var cause: Cause? { evidence.flow.isProblem || finding.verdict == .evidence ? .fault : nil }

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
        return " \(span: .zero - left) before"
    }

    private var outcome: (verdict: Verdict, text: EvidenceText) {
        if fault.isOfCall {
            return evidence.flow.error == nil
                ? (.none, "the call to STS gave a token all the same") : (.fine, "no token came of it")
        }
        guard let status = evidence.upstreamStatus else { return (.none, "no answer to judge it by") }
        switch status {
        case 401, 403: return (.fine, "the upstream refused it with \(word: "\(status)"), as it should")
        case 200..<400: return accepted
        default: return (.unknown, "the upstream answered \(word: "\(status)"), which tells nothing of the token")
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

    /// The line that takes it back.
    var remedy: Remedy {
        let command =
            switch fault {
            case .throttled, .denied, .slow: ":fault sts off"
            case .keysRotated: ":fault keys off"
            case .expired, .tampered, .missing, .audience, .tag: ":fault off"
            }
        return Remedy(nil, "take the fault back", setting: command)
    }
}
