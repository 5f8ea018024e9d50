import Canvas
import ProxyCore

/// The timeline as lines: a title, an axis, a row an audience set, and what the session's end will do to them.
struct TimelineChart {
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
        let long = title(gap: "   ", window: "refresh window", wall: "role session ends")
        return long.width <= width - 6 ? long : title(gap: "  ", window: "refresh", wall: "session ends")
    }

    private func title(gap: String, window: String, wall: String) -> Line {
        var marks: [(String, Role, String)] = [
            ("^", .key, "now"), (".", .dim, "spent"), ("=", .text, "good"), ("!", .warn, window),
            ("x", .error, "refused"),
        ]
        if timeline.wallColumn != nil { marks.append(("|", .warn, wall)) }
        var line = Line("timeline, 1 column = \(timeline.scale.name)")
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
        let rows = shown(around: handle, limit: max(1, limit - Timeline.frameRows + 1))
        var lines = [axis] + rows.map { line(of: $0, isSelected: $0.handle == handle) }
        if rows.count < timeline.rows.count, lines.count < limit {
            lines.append(Line(" \(rows.count) of \(timeline.rows.count.counted("audience"))", .dim))
        } else if let forecast {
            lines.append(forecast)
        }
        return Array(lines.prefix(limit))
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

    /// The soonest call to STS that will get less than configured, or nothing.
    private var forecast: Line? {
        let forecasts = timeline.rows.compactMap { row in
            dashboard.forecast(of: row).flatMap { $0.outcome == .fits ? nil : (row.handle, $0) }
        }
        guard let (handle, forecast) = forecasts.min(by: { $0.1.at < $1.1.at }) else { return nil }
        let note = forecast.note(for: handle)
        let column = timeline.labelWidth + min(max(0, timeline.column(forecast.at)), timeline.columns - 1)
        let isRight = column + 2 + note.count <= width
        let text = isRight ? "^ \(note)" : "\(note) ^"
        let start = isRight ? column : max(0, column + 1 - text.count)
        return Line(String(repeating: " ", count: start)).adding(text, forecast.role)
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
