import Canvas
import Diagnosis
import ProxyCore

/// Why a flow went as it did: what was said, the evidence, the likely cause, and what to try.
///
/// All of it comes from ``Diagnosis``; here it is only written down.
struct WhyText {
    let record: FlowRecord
    let scene: Scene
    let width: Int

    var lines: [Line] {
        guard let end = record.known else { return [Line(record.endWasMissed ? Self.missed : "Still running.")] }
        let diagnosis = Self.diagnosis(of: end, scene)
        let sections = [
            faulted(diagnosis), replay, state + (end.error.map { failure($0, end) } ?? answer(end)),
            DiagnosisText(diagnosis: diagnosis, scene: scene, width: width, limit: tryLimit(end)).lines,
            refusal(end),
            checks(diagnosis, end),
        ]
        return Array(sections.filter { !$0.isEmpty }.joined(separator: [.empty]))
    }

    private static func diagnosis(of end: FlowEnd, _ scene: Scene) -> Diagnosis {
        Diagnosis(scene.traffic.observations.evidence(of: end))
    }

    /// What is shown as the checks on a flow: what stood in the way of an answer is told above them.
    static func checks(of record: FlowRecord, _ scene: Scene) -> [Finding] {
        record.known.map { checks(of: diagnosis(of: $0, scene)) } ?? []
    }

    private static func checks(of diagnosis: Diagnosis) -> [Finding] {
        diagnosis.findings.filter { $0.subject != .sts && $0.subject != .upstream }
    }

    /// Told before all else: nobody shall look for a fault that was made here.
    private func faulted(_ diagnosis: Diagnosis) -> [Line] {
        guard let fault = diagnosis.fault else { return [] }
        return Line.wrapped(Line("F  ", .error), fault.text(scene), .error, width: width)
    }

    private static let wide = 86
    private static let missed = "Its end was among the events that were missed."

    /// What it repeats.
    private var replay: [Line] {
        guard let replay = record.start.replay else { return [] }
        let part = replay.step.map { ": \($0.number) \($0.words)" } ?? ""
        return [Line("A replay of \(replay.original)\(part). It is in no count.", .info)]
    }

    /// How far a flow without an end has come.
    private var state: [Line] {
        guard let progress = record.progress, record.end == nil else { return [] }
        if record.endWasMissed { return [Line(Self.missed)] }
        let stage = progress.status == nil ? "the upstream has not answered yet" : "the answer is still coming"
        return [Line("Still running: \(stage).")]
    }

    private func checks(_ diagnosis: Diagnosis, _ end: FlowEnd) -> [Line] {
        let shown = Self.checks(of: diagnosis)
        guard !shown.isEmpty else { return timing }
        let findings = shown.flatMap { FindingText(finding: $0, scene: scene, width: width).lines } + timing
        guard let sent = end.token else { return [Line("Checks")] + findings }
        var head = Line("Checks on the token that was on the wire")
        let token = "\(sent.id)  sha256:\(sent.print)  \(sent.length.bytes)"
        let isBeside = head.addRight(token, .dim, total: width)
        return [head] + (isBeside ? [] : [Line("  \(token)", .dim)]) + findings
    }

    /// Where there is room, and it is over: the tab has the picture.
    private var timing: [Line] {
        width >= Self.wide && record.end != nil ? TimingText(record, scene, width: width).summary : []
    }

    // MARK: - What was said

    private func answer(_ end: FlowEnd) -> [Line] {
        guard record.end != nil || end.status != nil else { return [] }
        let status = end.response?.startLine ?? end.status.map { String($0) } ?? "nothing"
        var lines = [Line("Upstream said  ").adding(scene.veil.foreign(status), record.isProblem ? .error : .text)]
        for challenge in end.challenges {
            lines += Line.wrapped(Line("  WWW-Authenticate: "), scene.veil.foreign(challenge), width: width)
        }
        if let response = end.response, !response.bodyPrefix.isEmpty, width >= Self.wide || !isExplained(end) {
            lines.append(Line("  body (first \(response.bodyPrefix.count.bytes)):", .dim))
            lines += BodyText.lines(response, scene, indent: 4, width: width).prefix(6)
        }
        return lines
    }

    /// Whether a challenge says why: then a narrow screen leaves the body to the Response tab.
    private func isExplained(_ end: FlowEnd) -> Bool {
        ChallengeParser.challenges(in: end.challenges).contains { $0.errorDescription != nil }
    }

    /// What STS said, and what to do about it at length: below the likely cause, since a policy fills a screen.
    private func refusal(_ end: FlowEnd) -> [Line] {
        guard end.error?.code == .tokenUnavailable else { return [] }
        return RefusalText(record: record, scene: scene, width: width, isBesideTries: true).lines
    }

    /// With what STS's own refusal asks to be done, there are no more things to try than anywhere else.
    private func tryLimit(_ end: FlowEnd) -> Int {
        guard end.error?.code == .tokenUnavailable, FlowReason(record, scene).latestFailure?.failure.remedy != nil
        else { return Diagnosis.remedyLimit }
        return Diagnosis.remedyLimit - 1
    }

    private func failure(_ error: ProxyError, _ end: FlowEnd) -> [Line] {
        if end.isBrokenOff { return BrokenOffText(error, end, scene, width: width).lines }
        if error.code == .clientGone { return [end.departure] }
        let status = end.status.map { "\($0) \(error.code.rawValue)" } ?? error.code.rawValue
        let head = Line("jotop answered itself: ").adding(status, .error)
        guard error.code != .tokenUnavailable else {
            let consequence = Line("  No token was to be had, so the upstream was never called.")
            let wait = FlowReason(record, scene).backOff.map { Line.wrapped(Line("  "), $0, .warn, width: width) } ?? []
            return [head, consequence] + wait
        }
        return [head]
            + (error.detail.isEmpty ? [] : Line.wrapped(Line("  "), scene.veil.text(error.detail), width: width))
    }
}
