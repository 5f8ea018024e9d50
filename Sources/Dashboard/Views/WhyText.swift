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
        guard let end = record.end else {
            return [Line(record.endWasMissed ? "Its end was among the events that were missed." : "Still running.")]
        }
        var lines = end.error.map { refusal($0, end) } ?? answer(end)
        lines.append(.empty)
        lines += token(end)
        return lines
    }

    // MARK: - What was said

    private func answer(_ end: FlowEnd) -> [Line] {
        var lines = [Line("Upstream said")]
        let status = end.response?.startLine ?? end.status.map { String($0) } ?? "nothing"
        lines.append(Line("  ").adding(scene.veil.foreign(status), record.isProblem ? .error : .text))
        for challenge in end.challenges {
            lines += Line.wrapped(Line("  WWW-Authenticate: "), scene.veil.foreign(challenge), width: width)
        }
        if let body = end.response?.bodyPrefix, !body.isEmpty {
            lines.append(Line("  body (first \(body.count.bytes)):", .dim))
            lines += BodyText.lines(body, scene.veil, indent: 4, width: width).prefix(6)
        }
        return lines
    }

    private func refusal(_ error: ProxyError, _ end: FlowEnd) -> [Line] {
        let status = end.status.map { "\($0) \(error.code.rawValue)" } ?? error.code.rawValue
        var lines = [Line("jotop answered itself: ").adding(status, .error)]
        let failure = error.code == .tokenUnavailable ? FlowReason(record, scene).failedMint : nil
        if failure == nil, !error.detail.isEmpty {
            lines += Line.wrapped(Line("  "), scene.veil.text(error.detail), width: width)
        }
        guard error.code == .tokenUnavailable else { return lines }
        lines.append(Line("  No token was to be had, so the upstream was never called."))
        if let failure {
            lines.append(.empty)
            lines += FailureText(failure, scene, width: width).lines
        }
        return lines
    }

    // MARK: - The token on the wire

    private func token(_ end: FlowEnd) -> [Line] {
        guard let sent = end.token else {
            return [check(.none, "token", "none was sent")]
        }
        var lines = [Line("The token that was on the wire")]
        let generation = scene.traffic.tokens.generation(sent.id)
        lines.append(fact("token", "\(sent.id)   sha256:\(sent.print)   \(sent.length.bytes)"))
        lines.append(expiry(sent, generation))
        lines.append(fact("age", "\(sent.age.phrase) when sent"))
        lines += authorization(end)
        let audiences = scene.veil.foreign(end.start.audiences?.description ?? "-")
        lines += wrappedCheck(.unknown, "audience", "\(audiences)   what the upstream expects is not known here")
        lines.append(check(.unknown, "signature", "not checked"))
        return lines
    }

    private func expiry(_ sent: SentToken, _ generation: TokenGeneration?) -> Line {
        let isAlive = sent.lifeLeft > .zero
        let text =
            isAlive ? "\(sent.lifeLeft.phrase) left when sent" : "over for \((.zero - sent.lifeLeft).phrase) when sent"
        var line = check(isAlive ? .fine : .evidence, "expiry", text)
        if let generation { line.addRight("exp \(scene.time.clock(generation.facts.expiresAt))", .dim, total: width) }
        return line
    }

    /// How many credentials went out, counted in the request as it was sent.
    private func authorization(_ end: FlowEnd) -> [Line] {
        guard let request = end.request else { return [check(.unknown, "header", "the request was not kept")] }
        let sent = request.fields.filter { $0.name.lowercased() == "authorization" && $0.change != .removed }
        var text = sent.count == 1 ? "one Authorization" : "\(sent.count) Authorization fields"
        if sent.contains(where: { if case .replaced = $0.change { true } else { false } }) {
            text += "; an inbound one was replaced"
        }
        var line = check(sent.count == 1 ? .fine : .evidence, "header", text)
        line.addRight("see Request", .dim, total: width)
        return [line]
    }

    private func fact(_ name: String, _ text: String) -> Line {
        Line("     ").adding(name).padded(to: 16).adding(text)
    }

    /// The four verdicts there are, and no other.
    enum Verdict: String {
        case fine = "ok"
        case evidence = "!!"
        case unknown = "??"
        case none = "--"
    }

    private func check(_ verdict: Verdict, _ name: String, _ text: String = "") -> Line {
        Line("  ").adding(verdict.rawValue, verdict == .evidence ? .error : verdict == .unknown ? .warn : .text)
            .adding(" ").adding(name).padded(to: 16).adding(text)
    }

    private func wrappedCheck(_ verdict: Verdict, _ name: String, _ text: String) -> [Line] {
        Line.wrapped(check(verdict, name), text, width: width)
    }
}
