import Canvas
import ProxyCore

/// The line above the hints: a question, a message, the account of a pause, or the selected row in words.
struct ContextLine {
    let dashboard: Dashboard
    var columns: Int { dashboard.size.columns }
    var keymap: Keymap { dashboard.keymap }

    init(_ dashboard: Dashboard) { self.dashboard = dashboard }

    var line: Line {
        if let toast = dashboard.toast {
            let line = Line(" " + dashboard.veil.text(toast.text), toast.isError ? .error : .text)
            guard let waited = dashboard.waited else { return joined(line, [helpOffer?.press ?? ""]) }
            return joined(line, ["\(waited.countdown)   Esc waits no longer", "\(waited.countdown)  Esc ends wait"])
        }
        if case .help = dashboard.dialog { return helpNote }
        if let pause = dashboard.pause { return account(of: pause) }
        if dashboard.reader != nil { return scrollNote }
        switch dashboard.view {
        case .flows: return dashboard.inspector == nil ? flowNote : inspectorNote
        case .tokens: return tokenNote
        case .events: return eventNote
        }
    }

    /// The first alternative that fits beside the whole left text; else the last one, with the left text cut for it.
    func joined(_ left: Line, _ right: [String]) -> Line {
        var line = left
        for text in right where line.addRight(text, .dim, total: columns - 1) { return line }
        let room = columns - 1
        guard let last = right.last, !last.isEmpty, Canvas.width(last) + 12 < room else { return left.cut(to: room) }
        line = left.cut(to: room - Canvas.width(last) - 2)
        line.addRight(last, .dim, total: room)
        return line
    }

    private var helpNote: Line {
        let line = Line(" \(dashboard.placeBelowHelp.title): only keys that work here are listed")
        guard let (press, words) = helpOffer else { return joined(line, [""]) }
        let keys = [Action.previousKey, .nextKey].compactMap { keymap.key(for: $0, in: .help) }
        guard !keys.isEmpty, dashboard.highlightedHelp.map({ $0.choices.count > 1 }) ?? false else {
            return joined(line, [press])
        }
        let choose = keys.joined(separator: " ") + " choose"
        return joined(line, ["\(choose)   \(press): \(words)", "\(choose)   \(press)", press])
    }

    /// `Enter presses x`, and what that does; nil where the highlighted line has no key, or there is no help.
    private var helpOffer: (press: String, words: String)? {
        guard let choice = dashboard.highlightedHelpKey else { return nil }
        return keymap.offer(.open, in: .help, "presses \(choice.key.name)").map { ($0, choice.action.words) }
    }

    private func account(of pause: Pause) -> Line {
        let ledger = pause.ledger(dashboard.live)
        var line = Line(" PAUSED ", .mode)
        let seconds = max(0, pause.began.duration(to: dashboard.now).milliseconds / 1000)
        line.add("\(Self.two(seconds / 60)):\(Self.two(seconds % 60))  \(ledger.new.grouped) new, ")
        line.add(ledger.problems.counted("problem"))
        line.add(", ")
        line.add("\(ledger.lost.grouped) lost", ledger.lost > 0 ? .error : .text)
        let resume = keymap.offer(.pause, in: dashboard.place, "resume")
        let newest = keymap.offer(.follow, in: dashboard.place, "resume at newest")
        let offers = [[resume, newest], [resume]].map { $0.compactMap(\.self).joined(separator: "  ") }
        guard let hidden = hiddenNote else { return joined(line, offers) }
        return joined(line, offers.map { "\(hidden)   \($0)" } + [hidden])
    }

    /// How many rows a filter hides of the list on screen; nil while none does.
    private var hiddenNote: String? {
        dashboard.layout.list != nil && dashboard.filter(of: dashboard.view).isActive
            ? FilterNote(dashboard).hidden : nil
    }

    /// The alternatives for the right end, each with the count of hidden rows where there is room for both.
    private func besideHidden(_ notes: [String]) -> [String] {
        guard let hidden = hiddenNote else { return notes }
        return notes.filter { !$0.isEmpty }.map { "\($0)   \(hidden)" } + [hidden]
    }

    private var inspectorNote: Line {
        guard let inspector = dashboard.inspector else { return .empty }
        if let note = claimNote(of: inspector.flow) { return note }
        let notes = hiddenNote == nil ? [scrollState, ""] : besideHidden([scrollState])
        let title = Line(" \(inspector.flow)  \(inspector.tab.title)")
        guard let tally = checksTally else { return joined(title, notes) }
        let counted = Line(" \(inspector.flow)  ").adding(tally)
        let hasRoom = counted.width + 2 + Canvas.width(notes[0]) < columns
        return joined(hasRoom ? counted : title, notes)
    }

    /// `A3 #1186  aud: who may accept it`, and which of the claims that is.
    private func claimNote(of flow: FlowID?) -> Line? {
        guard let claim = dashboard.selectedClaim, let position = dashboard.paneContent?.position else { return nil }
        let stops = dashboard.paneText.stops
        var line = Line(" \(claim.token)\(flow.map { " \($0)" } ?? "")  ").adding(
            dashboard.veil.text(claim.label), .key)
        if let meaning = claim.meaning { line.add(": \(meaning)") }
        let place = "claim \(min(position.claim, stops.count - 1) + 1) of \(stops.count)"
        let level = "hide level \(dashboard.hideLevel)"
        let lines = linesShown.map { "\($0)   " } ?? ""
        return joined(line, besideHidden(["\(place)   \(lines)\(level)", "\(place)   \(level)", place]))
    }

    private var scrollNote: Line {
        claimNote(of: nil)
            ?? joined(Line(" " + (dashboard.reader.map { dashboard.title(of: $0.subject) } ?? "")), [scrollState])
    }

    /// Which lines are shown where there are more than fit.
    private var scrollState: String {
        let keys = [Action.down, .up].compactMap { keymap.key(for: $0, in: dashboard.place) }
        return linesShown.map { keys.isEmpty ? $0 : "\($0)   \(keys.joined(separator: " ")) scroll" } ?? ""
    }

    private var linesShown: String? {
        let total = dashboard.bodyLines.count
        let height = dashboard.bodyHeight
        guard total > height else { return nil }
        let first = min(dashboard.scrollOffset, total - height)
        return "lines \(first + 1)-\(min(first + height, total)) of \(total)"
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
}
