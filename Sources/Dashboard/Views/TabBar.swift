import Canvas
import ProxyCore

/// Row 1: the views with their counts, the problems, the rate, and the mode the list is in.
struct TabBar {
    private let dashboard: Dashboard
    private var columns: Int { dashboard.size.columns }

    init(_ dashboard: Dashboard) { self.dashboard = dashboard }

    func draw(on canvas: inout Canvas) {
        let (left, right) = fitting
        canvas.put(left, row: Layout.tabsRow, columns: 0..<columns)
        canvas.put(right, row: Layout.tabsRow, columns: min(columns, max(left.width, columns - right.width))..<columns)
    }

    /// Everything if there is room; else without the rate, then without words, then without counts.
    private var fitting: (Line, Line) {
        let variants = [
            (tabs(counts: true), status(words: true, rate: true)),
            (tabs(counts: true), status(words: true, rate: false)),
            (tabs(counts: true), status(words: false, rate: false)),
            (tabs(counts: false), status(words: false, rate: false)),
            (tabs(counts: false), alarms.width > 0 ? alarms : playback),
        ]
        return variants.first { $0.0.width + $0.1.width < columns } ?? variants[variants.count - 1]
    }

    private func tabs(counts: Bool) -> Line {
        let traffic = dashboard.shown
        let entries: [(ViewName, String, Int)] = [
            (.flows, "1 Flows", traffic.requestCount), (.tokens, "2 Tokens", traffic.tokens.count),
            (.events, "3 Events", traffic.events.total),
        ]
        var line = Line(" ")
        for (view, name, count) in entries {
            let text = counts ? "\(name) \(count.grouped)" : name
            if view == dashboard.view { line.add("[\(text)]", .key) } else { line.add(" \(text) ") }
            line.add("  ")
        }
        return line
    }

    private func status(words: Bool, rate: Bool) -> Line {
        let traffic = dashboard.shown
        let problems = traffic.problemCount
        var line = Line()
        line.add(
            (problems > 0 ? "!" : "") + problems.grouped + (words ? problems == 1 ? " problem" : " problems" : ""),
            problems > 0 ? .error : .text)
        if rate { line.add("   \(traffic.rate.perSecond(at: dashboard.shownNow).grouped)/s") }
        line.add(words ? "   " : "  ")
        for piece in alarms.pieces + recording.pieces { line.add(piece.glyphs, piece.role) }
        line.add(mode, .mode)
        if dashboard.playback != nil { line.add("  ") }
        for piece in playback.pieces { line.add(piece.glyphs, piece.role) }
        return line
    }

    /// Said at every width: nothing goes upstream; what goes wrong does so on purpose.
    private var alarms: Line {
        let facts = dashboard.live.facts
        var line = facts.isMintingOff ? Line("MINTING OFF  ", .error) : Line()
        if facts.faults.isOn { line.add("FAULTS ON  ", .error) }
        return line
    }

    /// Said wherever the mode is: what is seen is also written.
    private var recording: Line { dashboard.recording == nil ? Line() : Line("REC  ", .warn) }

    /// Where a recording stands, and a blank.
    private var playback: Line {
        guard let playback = dashboard.playback else { return Line(" ") }
        let clock = dashboard.shownNow.clock(offset: dashboard.configuration.utcOffset)
        return Line(playback.mode(at: clock), .mode).adding(" ")
    }

    private var mode: String {
        if dashboard.pause != nil { return "PAUSED" }
        if dashboard.view == .flows, let inspector = dashboard.inspector { return "\(inspector.flow)" }
        if dashboard.view == .tokens {
            return dashboard.tokenSort.map { "BY \(dashboard.sortTitle($0)) \($0.isDescending ? "v" : "^")" } ?? "LIVE"
        }
        if dashboard.view == .flows, let sort = dashboard.flowsListing.sort {
            return "BY \(dashboard.sortTitle(sort)) \(sort.isDescending ? "v" : "^")"
        }
        if dashboard.position(of: dashboard.view).isFollowing { return "FOLLOW" }
        let below = dashboard.view == .flows ? dashboard.flowsPage.below : dashboard.window(of: dashboard.view).below
        return below > 0 ? "HOLD +\(below.grouped)" : "HOLD"
    }
}
