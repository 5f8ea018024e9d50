import Canvas
import ProxyCore

/// A question in a box over the view. Keeping things as they are is always the default.
struct ConfirmBox {
    private static let width = 63

    private let title: String
    private let lines: [Line]

    /// nil if nothing is asked.
    init?(_ dashboard: Dashboard) {
        switch dashboard.dialog {
        case .evict(let audiences): (title, lines) = Self.evicting(audiences, dashboard)
        case .forget(let audiences): (title, lines) = Self.forgetting(audiences, dashboard)
        case .evictAll(let typed): (title, lines) = Self.evictingAll(typed, dashboard)
        case .leave: (title, lines) = Self.leaving(dashboard)
        case .resend(let prompt): (title, lines) = Self.resending(prompt, dashboard)
        case .switchMintingOff: (title, lines) = Self.switchingOff(dashboard)
        case .reveal(let token, let audiences): (title, lines) = Self.revealing(token, audiences, dashboard)
        case .help, .menu, .palette, .audience, .columns, nil: return nil
        }
    }

    func draw(on canvas: inout Canvas, in region: Region) {
        let width = min(Self.width, region.columns)
        let left = region.column + (region.columns - width) / 2
        let lines = fitting(rows: region.rows - 2)
        let top = region.row + max(0, (region.rows - lines.count - 2) / 2)
        let columns = left..<(left + width)
        border(on: &canvas, row: top, columns: columns, corners: (.topLeft, .topRight))
        let start = left + (width - Canvas.width(title) - 2) / 2
        canvas.put(" \(title) ", row: top, column: start, limit: columns.upperBound - 1)
        for (offset, line) in lines.enumerated() {
            let row = top + 1 + offset
            canvas.fill(row: row, columns: columns)
            for column in [left, columns.upperBound - 1] {
                canvas.put([Glyph(.vertical)], row: row, column: column, style: Style(.rule))
            }
            canvas.put(line, row: row, columns: (left + 1)..<(columns.upperBound - 1))
        }
        border(on: &canvas, row: top + lines.count + 1, columns: columns, corners: (.bottomLeft, .bottomRight))
    }

    /// Where there is little room, blank lines go first and the answer to give goes last.
    private func fitting(rows: Int) -> [Line] {
        guard lines.count > rows else { return lines }
        let written = lines.filter { $0.width > 0 }
        guard written.count > rows else { return written }
        return written.prefix(max(0, rows - 1)) + written.suffix(1)
    }

    private func border(
        on canvas: inout Canvas, row: Int, columns: Range<Int>, corners: (Glyph.Sign, Glyph.Sign)
    ) {
        canvas.fill(Glyph(.horizontal), row: row, columns: columns, style: Style(.rule))
        canvas.put([Glyph(corners.0)], row: row, column: columns.lowerBound, style: Style(.rule))
        canvas.put([Glyph(corners.1)], row: row, column: columns.upperBound - 1, style: Style(.rule))
    }

    private static func evicting(_ audiences: AudienceSet, _ dashboard: Dashboard) -> (String, [Line]) {
        let row = dashboard.live.tokens[audiences]
        let held = row?.held(at: dashboard.now)
        let name = held?.id.description ?? row?.handle.description ?? "token"
        var facts = dashboard.veil.foreign(audiences.description)
        if let held { facts += "   \(held.left(at: dashboard.now).phrase) left   \(held.uses.counted("use"))" }
        let took = held.map { " (last time \($0.mint.took.measured))" } ?? ""
        let inFlight = dashboard.live.flows.inFlight(for: audiences)
        var lines = [Line.empty]
        lines += Line.wrapped(Line("  "), facts, width: width - 6)
        lines += [.empty, Line("  The next request for it waits on STS\(took).")]
        if inFlight > 0 {
            lines.append(Line("  \(inFlight.counted("request")) in flight: those that carry it keep it."))
        }
        lines.append(Line("  \(dashboard.undoSentence)"))
        lines += [.empty, choice(key: "y", deed: "evict"), .empty]
        return ("Evict \(name)?", lines)
    }

    private static func forgetting(_ audiences: AudienceSet, _ dashboard: Dashboard) -> (String, [Line]) {
        let row = dashboard.live.tokens[audiences]
        let code = row?.failure.map { dashboard.veil.text($0.failure.code) } ?? "no answer"
        var lines = [Line.empty]
        lines += Line.wrapped(
            Line("  "), "\(dashboard.veil.foreign(audiences.description))   \(code)", width: width - 6)
        lines += [.empty, Line("  The next request for it asks STS at once."), .empty]
        lines += [choice(key: "y", deed: "forget"), .empty]
        return ("Forget the refusal of \(row?.handle.description ?? "it")?", lines)
    }

    private static func evictingAll(_ typed: String, _ dashboard: Dashboard) -> (String, [Line]) {
        let held = dashboard.live.tokens.rows.filter { $0.held(at: dashboard.now) != nil }
        let refusals = dashboard.live.tokens.rows.count { $0.failure != nil }
        let forgotten = refusals > 0 ? ", \(refusals.counted("refusal")) forgotten" : ""
        let inFlight = dashboard.live.inFlightCount
        let running =
            inFlight > 0 ? [Line("  \(inFlight.counted("request")) in flight: those that carry one keep it.")] : []
        let head = [
            Line.empty, Line("  \(held.count.counted("token")) will be dropped\(forgotten)."),
            Line("  Each audience's next request waits on STS."),
        ]
        let lines =
            head + running + [
                Line("  \(dashboard.undoSentence)"), .empty,
                Line("  Type ").adding("evict", .key).adding(" and press Enter: [").adding(typed, .key).adding("_]"),
                .empty,
                Line("        [ Keep ]            Esc keeps all of them"), .empty,
            ]
        return ("Evict all tokens?", lines)
    }

    private static func leaving(_ dashboard: Dashboard) -> (String, [Line]) {
        let count = dashboard.live.inFlightCount
        let lines = [
            Line.empty, Line("  \(count.counted("request")) \(count == 1 ? "is" : "are") in flight."),
            Line("  It quits when that is over; Ctrl-c twice does not wait."), .empty,
            choice(key: "y q", deed: "quit", keep: "Stay"), .empty,
        ]
        return ("Quit jotop?", lines)
    }

    private static func resending(_ prompt: ResendPrompt, _ dashboard: Dashboard) -> (String, [Line]) {
        let start = dashboard.shown.flows.record(of: prompt.flow)?.start
        let target = start.map { FlowTarget($0, dashboard.veil).text } ?? prompt.method
        let times = prompt.deed.times == 1 ? "once more" : "\(prompt.deed.times) times more"
        var lines = [Line.empty] + Line.wrapped(Line("  "), target, width: width - 6)
        lines += [.empty, Line("  It goes out \(times), its body with it:")]
        lines += [Line("  whatever it does, it does again."), .empty]
        if let field = prompt.overriding {
            let words = "Its field \(dashboard.veil.text(field)) may make another method of it than \(prompt.method)."
            lines += Line.wrapped(Line("  "), words, .warn, width: width - 6) + [.empty]
        }
        lines += [
            Line("  Type ").adding(prompt.method, .key).adding(" and press Enter: [").adding(prompt.typed, .key).adding(
                "_]"),
            .empty, Line("        [ Leave it ]        Esc leaves it"), .empty,
        ]
        return (prompt.deed == .replay ? "Send \(prompt.flow) again?" : "Bisect \(prompt.flow)?", lines)
    }

    private static func switchingOff(_ dashboard: Dashboard) -> (String, [Line]) {
        let inFlight = dashboard.live.inFlightCount
        var lines = [
            Line.empty, Line("  Every request gets 503 token minting is off."),
            Line("  Nothing goes upstream, and STS is not asked."),
        ]
        if inFlight > 0 {
            lines.append(Line("  \(inFlight.counted("request")) in flight: what is upstream already goes on."))
        }
        let key = dashboard.keymap.anyKey(for: .minting) ?? ":minting on"
        lines += [
            Line("  \(key) switches it on again; tokens are kept meanwhile."), .empty,
            choice(key: "y", deed: "switch off", keep: "Leave on"), .empty,
        ]
        return ("Switch token minting off?", lines)
    }

    private static func revealing(
        _ token: TokenID, _ audiences: AudienceSet, _ dashboard: Dashboard
    ) -> (String, [Line]) {
        let left = dashboard.live.tokens[audiences]?.held(at: dashboard.now)?.left(at: dashboard.now) ?? .zero
        var lines = [Line.empty]
        lines += Line.wrapped(
            Line("  "), "\(dashboard.veil.foreign(audiences.description))   \(left.phrase) left", width: width - 6)
        lines += [
            .empty, Line("  Whoever has it is you to that audience until it expires."),
            Line("  It goes to the clipboard alone, and is replaced after"),
            Line("  \(Dashboard.clipboardTime.phrase), or at jotop's end."), .empty,
            choice(key: "y", deed: "copy", keep: "Leave it"), .empty,
        ]
        return ("Copy all of token \(token)?", lines)
    }

    private static func choice(key: String, deed: String, keep: String = "Keep") -> Line {
        Line("       [ \(keep) ]            ").adding(key, .key).adding("  \(deed)")
            .padded(to: 46).adding("Esc", .key).adding(" \(keep.lowercased())")
    }
}

extension Dashboard {
    /// What a question before an evict promises.
    var undoSentence: String {
        let seconds = EngineCommand.undoTime.components.seconds
        guard let key = keymap.anyKey(for: .undo) else { return "" }
        return "\(key) takes that back for \(seconds) s, and not after."
    }
}
