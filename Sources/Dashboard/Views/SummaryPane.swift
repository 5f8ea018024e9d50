import Canvas

/// The selected token in words, below the list of tokens and its timeline.
struct SummaryPane {
    private let dashboard: Dashboard
    private let region: Region

    init(_ dashboard: Dashboard, region: Region) {
        self.dashboard = dashboard
        self.region = region
    }

    func draw(on canvas: inout Canvas) {
        guard let row = dashboard.selectedToken else {
            return canvas.putRule(Line("no token"), row: region.row, columns: region.columnRange)
        }
        canvas.putRule(Line(dashboard.tokenTitle(row)), row: region.row, columns: region.columnRange)
        let summary = TokenSummary(
            row, dashboard.scene, forecast: dashboard.forecast(of: row), width: region.columns - 2)
        // Where a pane stands beside it, that tells of a refusal in full.
        let height = region.rows - 1
        let lines = summary.lines(hasFailure: !dashboard.layout.isBeside, rows: height)
        for (offset, line) in shown(lines, height).enumerated() {
            canvas.put(
                line, row: region.row + 1 + offset, columns: (region.column + 1)..<region.columnRange.upperBound)
        }
    }

    /// What there is no room for is said to be there: Enter shows all of it.
    private func shown(_ lines: [Line], _ height: Int) -> [Line] {
        guard lines.count > height, height > 2 else { return Array(lines.prefix(height)) }
        let rest = lines.count - height + 1
        let key = dashboard.keymap.key(for: .open, in: Place.lists) ?? ":open"
        return lines.prefix(height - 1) + [Line("\(rest.counted("more line")): ", .dim).adding(key, .key)]
    }
}
