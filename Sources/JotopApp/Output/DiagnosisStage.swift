import Diagnosis
import ProxyCore

/// Tells of each request that failed why it did, as far as the events until then say.
///
/// It follows the feed of one reader, in that reader's task: the requests themselves never wait for it. A value of bounded size.
struct DiagnosisStage {
    /// Requests that were refused for a young token, which a later answer may yet explain.
    private static let pendingLimit = 64

    private var observations = Observations()
    private var pending: [FlowEnd] = []

    /// - Returns: what there is to tell after an event: of its own request, and of an earlier one that it explains.
    mutating func absorb(_ event: ProxyEvent) -> [DiagnosisReport] {
        observations.absorb(event)
        switch event {
        // A replay that is refused is an experiment's result.
        case .flowCompleted(let end), .flowFailed(let end):
            return end.start.replay == nil ? reports(after: end) : []
        default: return []
        }
    }

    private mutating func reports(after end: FlowEnd) -> [DiagnosisReport] {
        let isSuspect = end.error != nil || end.fault != nil || !(200..<300).contains(end.status ?? 0)
        guard isSuspect else { return explained(by: end) }
        guard let report = DiagnosisReport(end, Diagnosis(observations.evidence(of: end)), at: end.time) else {
            return []
        }
        if end.status == 401, end.fault == nil, end.token.map({ $0.age < .seconds(5) }) == true {
            pending.append(end)
            if pending.count > Self.pendingLimit { pending.removeFirst() }
        }
        return [report]
    }

    /// A 2xx explains earlier refusals of the same token, if they were for its youth.
    private mutating func explained(by end: FlowEnd) -> [DiagnosisReport] {
        guard let print = end.token?.print, pending.contains(where: { $0.token?.print == print }) else { return [] }
        let refused = pending.filter { $0.token?.print == print && $0.start.host == end.start.host }
        pending.removeAll { $0.token?.print == print && $0.start.host == end.start.host }
        return refused.compactMap { refused in
            let diagnosis = Diagnosis(observations.evidence(of: refused))
            return diagnosis.cause == .young ? DiagnosisReport(refused, diagnosis, at: end.time) : nil
        }
    }
}

/// The diagnosis of one request, for a log.
struct DiagnosisReport {
    let time: WallTime
    let flow: FlowStart
    let cause: Cause
    /// Without a full stop.
    let sentence: String
    /// What to try first, of what can be done without a screen.
    let remedy: String?
    /// What speaks against the request: `audience: https://a   upstream said "aud not accepted"`.
    let evidence: [String]

    /// nil where nothing went wrong, or where nobody is left to mind.
    init?(_ end: FlowEnd, _ diagnosis: Diagnosis, at time: WallTime) {
        guard let cause = diagnosis.cause, let sentence = diagnosis.sentence, cause != .clientGone else { return nil }
        self.time = time
        flow = end.start
        self.cause = cause
        self.sentence = sentence.plain
        remedy = (diagnosis.remedies.first(where: \.takesNoScreen) ?? diagnosis.remedies.first)?.sentence
        evidence = diagnosis.findings.filter { $0.verdict == .evidence }.map { finding in
            "\(finding.subject.rawValue): \(finding.text.plain)"
                + ((finding.more ?? finding.aside).map { "; \($0.plain)" } ?? "")
        }
    }
}
