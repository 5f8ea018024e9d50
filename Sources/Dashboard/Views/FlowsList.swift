import Canvas
import ProxyCore

/// The home view: one row a flow, in order of arrival.
struct FlowsList {
    private let dashboard: Dashboard
    private let region: Region
    private let columns: FlowColumns

    init(_ dashboard: Dashboard, region: Region) {
        self.dashboard = dashboard
        self.region = region
        let isWide = region.columns >= Layout.wide
        columns = FlowColumns(
            width: region.columns, timeWidth: dashboard.timekeeping.rowWidth(milliseconds: isWide))
    }

    func draw(on canvas: inout Canvas) {
        drawHeader(on: &canvas)
        let keys = dashboard.keys(of: .flows)
        guard !keys.isEmpty else { return drawEmpty(on: &canvas) }
        let scene = dashboard.scene
        let window = dashboard.flowsPosition.window(keys, height: region.rows - 1)
        for offset in 0..<window.count {
            let index = window.first + offset
            let row = region.row + 1 + offset
            guard let record = scene.traffic.flows[keys[index]] else { continue }
            FlowRow(record: record, scene: scene, columns: columns).draw(on: &canvas, row: row, column: region.column)
            if index == window.selected {
                canvas.select(row: row, columns: region.columnRange, isFocused: dashboard.listHasKeys)
            }
        }
    }

    private func drawHeader(on canvas: inout Canvas) {
        canvas.fill(row: region.row, columns: region.columnRange, style: Style(.header))
        for placed in columns.placed {
            canvas.putField(
                placed.title, row: region.row, column: region.column + placed.start, width: placed.width,
                placed.column.alignment, role: .header)
        }
    }

    private func drawEmpty(on canvas: inout Canvas) {
        let lines =
            dashboard.showsProblemsOnly
            ? [Line(" No problem among \(dashboard.shown.flows.keys.count.counted("flow")). Esc shows all of them.")]
            : HelloScreen(dashboard).lines
        for (offset, line) in lines.prefix(max(0, region.rows - 2)).enumerated() {
            canvas.put(line, row: region.row + 2 + offset, columns: region.columnRange)
        }
    }
}
