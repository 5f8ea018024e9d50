import Canvas
import ProxyCore

/// The timeline as lines: a title, an axis, a row an audience set, and what the session's end will do to them.
struct TimelineChart {
    /// Narrower than this, a life is a few cells and tells nothing.
    static let leastWidth = 60

    private let dashboard: Dashboard
    private let timeline: Timeline
    private let width: Int

    /// - Parameter width: of the lines, in cells.
    init(_ dashboard: Dashboard, width: Int) {
        self.dashboard = dashboard
        self.width = width
        let facts = dashboard.shown.facts
        let now = dashboard.shownNow
        // The end is AWS's; the chart's times are this machine's.
        let skew = now.duration(to: facts.awsTime(at: now))
        timeline = Timeline(
            dashboard.shown.tokens.rows, now: now, wall: facts.sessionEnd?.advanced(by: .zero - skew), width: width)
    }

    // MARK: - Lines

    /// What a column stands for and what the marks mean, in as many words as there is room for.
    var title: Line {
        let (fuse, refusal): ([Mark], [Mark]) = (
            [(".", .dim, "spent"), ("=", .text, "good")], [("x", .error, "refused")]
        )
        let (column, cell) = ("timeline, 1 column = \(timeline.scale.name)", "timeline, \(timeline.scale.name)/cell")
        let window: Mark = ("!", .warn, "refresh")
        let titles = [
            title(column, fuse + [("!", .warn, "refresh window")] + refusal, wall: "role session ends", gap: "   "),
            title(column, fuse + [window] + refusal, wall: "session ends"),
            title(cell, [window] + refusal, wall: "session ends"), title(cell, [window], wall: "session ends"),
        ]
        return titles.first { $0.width <= width - 6 } ?? title(cell, [])
    }

    /// What a cell of the chart looks like, and what it means.
    private typealias Mark = (String, Role, String)

    private func title(_ scale: String, _ marks: [Mark], wall: String? = nil, gap: String = "  ") -> Line {
        var marks = [("^", .key, "now")] + marks
        if let wall, timeline.wallColumn != nil { marks.append(("|", .warn, wall)) }
        var line = Line(scale)
        for (mark, role, word) in marks {
            line.add(gap)
            line.add(marks: mark, role)
            line.add(" \(word)")
        }
        return line
    }

    /// Title, axis, as many rows as there is room for, and the forecast.
    ///
    /// - Parameters:
    ///   - handle: the audience set that is to be among the rows.
    ///   - limit: how many lines there may be, the title not counted.
    func lines(around handle: TokenHandle?, limit: Int) -> [Line] {
        let most = max(1, limit - Timeline.frameRows + 1)
        guard timeline.rows.count > most else {
            return lines(timeline.rows[...], handle, forecast.map { [line(of: $0)] } ?? [])
        }
        let foot = foot(most)
        let rows = shown(around: handle, limit: max(1, most - foot.count + 1))
        return Array(lines(rows, handle, foot).prefix(limit))
    }

    private func lines(_ rows: ArraySlice<TokenRow>, _ handle: TokenHandle?, _ foot: [Line]) -> [Line] {
        [axis] + rows.map { line(of: $0, isSelected: $0.handle == handle) } + foot
    }

    /// How many of the audiences are shown and what will be refused or shortened, on one line where both fit.
    private func foot(_ most: Int) -> [Line] {
        func count(_ rows: Int) -> String { " \(rows) of \(timeline.rows.count.counted("audience"))" }
        let shown = Line(count(most), .dim)
        guard let forecast else { return [shown] }
        if forecast.start >= shown.width + 2 {
            return [shown.padded(to: forecast.start).adding(forecast.text, forecast.role)]
        }
        var line = line(of: forecast)
        if line.addRight(count(most), .dim, total: width) { return [line] }
        return [Line(count(max(1, most - 1)), .dim), line]
    }

    private func shown(around handle: TokenHandle?, limit: Int) -> ArraySlice<TokenRow> {
        let rows = timeline.rows
        let selected = rows.firstIndex { $0.handle == handle } ?? 0
        let first = max(0, min(selected - limit / 2, rows.count - limit))
        return rows[first..<min(rows.count, first + limit)]
    }

    private var axis: Line {
        let time = dashboard.timekeeping
        var line = Line(String(repeating: " ", count: timeline.labelWidth))
        let interval = timeline.scale.labelInterval
        let offset = Int64(time.utcOffset)
        for column in 0..<timeline.columns {
            let moment = timeline.time(column)
            guard (moment.seconds + offset) % interval == 0 else { continue }
            let label = timeline.scale.showsSeconds ? time.clock(moment) : time.minute(moment)
            let start = timeline.labelWidth + column
            guard start > line.width || line.width == timeline.labelWidth, start + label.count <= width else {
                continue
            }
            line.add(String(repeating: " ", count: start - line.width))
            line.add(label, .dim)
        }
        return line
    }

    private func line(of row: TokenRow, isSelected: Bool) -> Line {
        var line = Line(" ").adding(row.handle.description, isSelected ? .key : .text)
        line.pad(to: timeline.labelWidth)
        for run in Self.runs(timeline.cells(of: row)) { line.add(marks: run.text, run.role) }
        return line
    }

    /// Neighbours that mean the same become one piece.
    private static func runs(_ cells: [Timeline.Cell]) -> [(text: String, role: Role)] {
        var runs: [(text: String, role: Role)] = []
        for cell in cells {
            if let last = runs.indices.last, runs[last].role == cell.role {
                runs[last].text.append(cell.character)
            } else {
                runs.append((String(cell.character), cell.role))
            }
        }
        return runs
    }

    /// What the session's end will do to a call, where it stands on the last line.
    private struct Forecast {
        let start: Int
        let text: String
        let role: Role
    }

    private func line(of forecast: Forecast) -> Line {
        Line(String(repeating: " ", count: forecast.start)).adding(forecast.text, forecast.role)
    }

    /// The soonest call to STS that will get less than configured, or nothing.
    private var forecast: Forecast? {
        let forecasts = timeline.rows.compactMap { row in
            dashboard.forecast(of: row).flatMap { $0.outcome == .fits ? nil : (row.handle, $0) }
        }
        guard let (handle, forecast) = forecasts.min(by: { $0.1.at < $1.1.at }) else { return nil }
        let note = forecast.note(for: handle)
        let column = timeline.labelWidth + min(max(0, timeline.column(forecast.at)), timeline.columns - 1)
        let isRight = column + 2 + note.count <= width
        let text = isRight ? "^ \(note)" : "\(note) ^"
        let start = isRight ? column : max(0, column + 1 - text.count)
        return Forecast(start: start, text: text, role: forecast.role)
    }
}

extension Dashboard {
    /// What the role session's end does to the next call for an audience set.
    func forecast(of row: TokenRow) -> CeilingForecast? {
        CeilingForecast(
            row, at: shownNow, shown.facts, asking: configuration.wish.life,
            isCapping: configuration.wish.isCapping)
    }
}
