import Canvas
import ProxyCore

/// What is known about a flow's outcome: the upstream's own words, and the token that was on the wire.
///
/// A verdict stands only before what was really looked at; the rest says `??` and that nobody checked.
struct WhyText {
    private let record: FlowRecord
    private let scene: Scene
    private let width: Int

    init(_ record: FlowRecord, _ scene: Scene, width: Int) {
        self.record = record
        self.scene = scene
        self.width = width
    }

    var lines: [Line] {
        guard let end = record.known else { return [Line(record.endWasMissed ? Self.missed : "Still running.")] }
        var lines = state
        lines += end.error.map { failure($0, end) } ?? answer(end)
        lines.append(.empty)
        return lines + token(end)
    }

    private static let missed = "Its end was among the events that were missed."

    /// How far a flow without an end has come.
    private var state: [Line] {
        guard let progress = record.progress, record.end == nil else { return [] }
        if record.endWasMissed { return [Line(Self.missed)] }
        let stage = progress.status == nil ? "the upstream has not answered yet" : "the answer is still coming"
        return [Line("Still running: \(stage).")]
    }

    // MARK: - What was said

    private func answer(_ end: FlowEnd) -> [Line] {
        guard record.end != nil || end.status != nil else { return [] }
        let status = end.response?.startLine ?? end.status.map { String($0) } ?? "nothing"
        var lines = [Line("Upstream said  ").adding(scene.veil.foreign(status), record.isProblem ? .error : .text)]
        for challenge in end.challenges {
            lines += Line.wrapped(Line("  WWW-Authenticate: "), scene.veil.foreign(challenge), width: width)
        }
        if let body = end.response?.bodyPrefix, !body.isEmpty {
            lines.append(Line("  body (first \(body.count.bytes)):", .dim))
            lines += BodyText.lines(body, scene.veil, indent: 4, width: width).prefix(6)
        }
        return lines
    }

    private func failure(_ error: ProxyError, _ end: FlowEnd) -> [Line] {
        if end.isBrokenOff { return BrokenOffText(error, end, scene, width: width).lines }
        if error.code == .clientGone { return [Line("The client went away before there was an answer.")] }
        let status = end.status.map { "\($0) \(error.code.rawValue)" } ?? error.code.rawValue
        let head = Line("jotop answered itself: ").adding(status, .error)
        guard error.code != .tokenUnavailable else {
            let consequence = Line("  No token was to be had, so the upstream was never called.")
            return [head, consequence, .empty] + RefusalText(record, scene, width: width).lines
        }
        let detail = error.detail.isEmpty ? [] : Line.wrapped(Line("  "), scene.veil.text(error.detail), width: width)
        let checks = UnreachableText(error, width: width).lines
        return [head] + detail + (checks.isEmpty ? [] : [.empty] + checks)
    }

    // MARK: - The token on the wire

    private func token(_ end: FlowEnd) -> [Line] {
        guard let sent = end.token else {
            let text = end.heldToken.map { "\($0) was ready; nothing was sent" } ?? "none was sent"
            return Check(.none, "token", text).lines(width: width)
        }
        let blame = UpstreamBlame(end)
        let checks = TokenChecks(record: record, end: end, sent: sent, scene: scene, blame: blame).checks
        return [
            Line("The token that was on the wire"),
            Line("     token      \(sent.id)   sha256:\(sent.print)   \(sent.length.bytes)"),
        ] + checks.flatMap { $0.lines(width: width) } + closing(blame)
    }

    /// A cause only where the upstream itself named one; a remedy only where jotop has it.
    private func closing(_ blame: UpstreamBlame) -> [Line] {
        guard let cause = blame.only else { return [] }
        var lines = [Line("Likely: \(cause.sentence)")]
        if cause == .audience {
            lines.append(Line("Try:    --token-audience VALUE, with the audience that it expects"))
        }
        return lines
    }
}
