import Canvas
import ProxyCore

/// Where a flow's time went, as a waterfall, with the call to STS that it waited for.
struct TimingText {
    private struct Phase {
        let name: String
        let took: Duration
        let note: String
        /// What a short account cannot leave out.
        var mark: String?
    }

    private let record: FlowRecord
    private let scene: Scene
    private let width: Int

    init(_ record: FlowRecord, _ scene: Scene, width: Int) {
        self.record = record
        self.scene = scene
        self.width = width
    }

    /// Where the bars begin.
    private var barColumn: Int { min(50, width * 5 / 8) }
    private var barWidth: Int { max(8, width - barColumn - 1) }

    var lines: [Line] {
        let total = record.total(at: scene.now)
        guard let end = record.known else { return [Line("Running for \(total.measured): no part is over yet.")] }
        var lines = [axis(total)]
        var before = Duration.zero
        for phase in running(phases(end), total) {
            lines.append(row(phase, after: before, of: total))
            before += phase.took
        }
        let mark = record.isInFlight ? "~" : ""
        lines.append(Line("  total").padded(to: 12).adding(Self.right(mark + total.tenths)).adding(" ms", .dim))
        if let call = call(end) { lines += [.empty] + call }
        return lines
    }

    /// `Timing, ms     accept 0.2 | token 0.0 (hit) | ...`: all of it in a line, or two where it is narrow; none where nothing was
    /// measured.
    var summary: [Line] {
        guard let end = record.end else { return [] }
        let parts = phases(end).map { phase in
            "\(phase.name) \(phase.took.tenths)" + (phase.mark.map { " (\($0))" } ?? "")
        }
        guard !parts.isEmpty else { return [] }
        let head = Line("Timing, ms").padded(to: 15)
        return Line.wrapped(head, parts.joined(separator: " | "), .dim, width: width)
    }

    /// While a flow runs, so does the last of its parts.
    private func running(_ phases: [Phase], _ total: Duration) -> [Phase] {
        guard record.isInFlight, let last = phases.last, phases.count > 1 else { return phases }
        let others = phases.dropLast().reduce(.zero) { $0 + $1.took }
        return phases.dropLast() + [Phase(name: last.name, took: max(.zero, total - others), note: "still running")]
    }

    private func phases(_ end: FlowEnd) -> [Phase] {
        let durations = end.durations
        var phases: [Phase] = []
        if let accept = durations.accept { phases.append(Phase(name: "accept", took: accept, note: "rules, audience")) }
        if let token = durations.token {
            phases.append(Phase(name: "token", took: token, note: tokenNote(end), mark: end.use.rawValue))
        }
        if let connect = durations.connect {
            phases.append(Phase(name: "connect", took: connect, note: "name, TCP, TLS"))
        } else if durations.wait != nil, end.reusedConnection {
            phases.append(Phase(name: "connect", took: .zero, note: "reused connection", mark: "reused"))
        }
        if let send = durations.send {
            phases.append(Phase(name: "send", took: send, note: end.requestBytes.bytes))
        }
        if let wait = durations.wait {
            phases.append(Phase(name: "upstream", took: wait, note: "to the answer's head"))
        }
        if let receive = durations.receive {
            phases.append(
                Phase(name: "body", took: receive, note: end.responseBytes > 0 ? end.responseBytes.bytes : ""))
        }
        return phases
    }

    private func tokenNote(_ end: FlowEnd) -> String {
        switch end.use {
        case .hit: "from the cache"
        case .minted: "asked STS"
        case .waited: end.mintedFor.map { "STS call of \($0)" } ?? "waited for STS"
        case .failed: end.error?.backOff == nil ? "none to be had" : "back-off"
        case .notAsked: ""
        }
    }

    // MARK: - The picture

    private func row(_ phase: Phase, after before: Duration, of total: Duration) -> Line {
        var line = Line("  \(phase.name)").padded(to: 12).adding(Self.right(phase.took.tenths)).adding("  ")
        line.add(Canvas.fit(phase.note, width: max(0, barColumn - line.width - 2)), .dim)
        line.pad(to: barColumn)
        let start = cells(before, of: total)
        let length = max(phase.took > .zero ? 1 : 0, cells(before + phase.took, of: total) - start)
        line.add("|", .rule)
        line.add(String(repeating: " ", count: min(start, barWidth - length)))
        line.add(String(repeating: "=", count: min(length, barWidth)))
        return line
    }

    /// `|0        |150      |300` over the bars.
    private func axis(_ total: Duration) -> Line {
        var line = Line("  part").padded(to: 20).adding("ms").padded(to: barColumn)
        let all = max(1, total.milliseconds)
        let step = Self.step(for: all)
        for mark in stride(from: 0, through: all, by: Int(step)) {
            let column = barColumn + cells(.milliseconds(mark), of: total)
            let label = "|\(mark)"
            guard column >= line.width, column + label.count <= width else { break }
            line.add(String(repeating: " ", count: column - line.width))
            line.add(label, .rule)
        }
        return line
    }

    private func cells(_ span: Duration, of total: Duration) -> Int {
        guard total > .zero else { return 0 }
        return min(barWidth, max(0, Int((span / total * Double(barWidth)).rounded(.down))))
    }

    /// A round number of milliseconds, such that three or four of them make up the whole.
    private static func step(for milliseconds: Int64) -> Int64 {
        var unit: Int64 = 1
        while unit * 10 <= milliseconds { unit *= 10 }
        return [unit / 4, unit / 2, unit, unit * 2, unit * 5].first { $0 > 0 && milliseconds / $0 <= 3 } ?? unit
    }

    private static func right(_ text: String) -> String {
        String(repeating: " ", count: max(0, 10 - text.count)) + text
    }

    // MARK: - The call to STS

    private func call(_ end: FlowEnd) -> [Line]? {
        let text: String?
        switch end.use {
        case .minted, .waited:
            text = end.token.map(\.id).flatMap { scene.traffic.tokens.generation($0) }.map { minted($0, end) }
        case .failed: text = FlowReason(record, scene).backOff ?? FlowReason(record, scene).failedMint.map(failed)
        case .hit, .notAsked: text = nil
        }
        return text.map { Line.wrapped(Line("  "), $0, width: width) }
    }

    private func minted(_ generation: TokenGeneration, _ end: FlowEnd) -> String {
        let words = MintWords(generation, scene)
        let settled = end.settled.map { "then \($0.measured) until the token was old enough (--settle)" }
        return ["STS call \(words.call)", words.shared(by: end), words.served, settled].compactMap(\.self)
            .joined(separator: ", ")
    }

    private func failed(_ failure: TokenFailed) -> String {
        var parts = ["STS call \(failure.took.measured), \(scene.veil.text(failure.failure.code))"]
        if let id = failure.failure.requestID { parts.append("request id \(scene.veil.reference(id))") }
        if let waiting = MintWords.list(failure.waiting, of: failure.waiters) {
            parts.append("waited in vain: \(waiting)")
        }
        return parts.joined(separator: ", ")
    }
}
