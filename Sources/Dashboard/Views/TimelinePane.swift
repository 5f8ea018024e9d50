import Canvas

/// The timeline between the list of tokens and the selected one's summary.
struct TimelinePane {
    private let dashboard: Dashboard
    private let region: Region

    init(_ dashboard: Dashboard, region: Region) {
        self.dashboard = dashboard
        self.region = region
    }

    func draw(on canvas: inout Canvas) {
        let chart = TimelineChart(dashboard, width: region.columns - 1)
        canvas.putRule(chart.title, row: region.row, columns: region.columnRange)
        let lines = chart.lines(around: dashboard.selectedToken?.handle, limit: region.rows - 1)
        for (offset, line) in lines.enumerated() {
            canvas.put(line, row: region.row + 1 + offset, columns: region.columnRange)
        }
    }
}
