import Canvas
import ProxyCore

/// What STS, the cache, the credentials and the upstreams' refusals had to say, one row each.
struct EventsList {
    private let dashboard: Dashboard
    private let region: Region

    init(_ dashboard: Dashboard, region: Region) {
        self.dashboard = dashboard
        self.region = region
    }

    private var isWide: Bool { region.columns >= Layout.wide }

    /// Title, width; the last takes what is left.
    private var columns: [(title: String, width: Int)] {
        let time = dashboard.timekeeping.rowWidth(milliseconds: true)
        return isWide
            ? [("TIME", time), ("KIND", 6), ("WHAT", 5), ("TOK", 4), ("FLOW", 6), ("DETAIL", 0)]
            : [("TIME", time), ("KIND", 5), ("WHAT", 4), ("TOK", 3), ("DETAIL", 0)]
    }

    func draw(on canvas: inout Canvas) {
        canvas.fill(row: region.row, columns: region.columnRange, style: Style(.header))
        put(columns.map { ($0.title, .header) }, on: &canvas, row: region.row)
        let keys = dashboard.keys(of: .events)
        guard !keys.isEmpty else { return drawEmpty(on: &canvas) }
        let scene = dashboard.scene
        let window = dashboard.eventsPosition.window(keys, height: region.rows - 1)
        for offset in 0..<window.count {
            let index = window.first + offset
            let row = region.row + 1 + offset
            guard let event = scene.traffic.events[keys[index]] else { continue }
            canvas.put(event.isProblem ? "!" : " ", row: row, column: region.column, style: Style(.error))
            let isGuest = dashboard.eventsListing.matches?.isGuest(keys[index]) ?? false
            put(cells(event, scene).map { ($0.0, isGuest ? .dim : $0.1) }, on: &canvas, row: row)
            if index == window.selected {
                canvas.select(row: row, columns: region.columnRange, isFocused: dashboard.listHasKeys)
            }
        }
    }

    private func drawEmpty(on canvas: inout Canvas) {
        let lines = dashboard.filter(of: .events).isActive ? FilterNote(dashboard).emptyLines : [Line(" \(nothing)")]
        for (offset, line) in lines.prefix(max(1, region.rows - 2)).enumerated() {
            canvas.put(line, row: region.row + 2 + offset, columns: region.columnRange)
        }
    }

    private var nothing: String {
        let events = dashboard.shown.events
        if dashboard.showsProblemsOnly, !events.keys.isEmpty {
            return "No problem among \(events.keys.count.counted("event")). Esc shows all of them."
        }
        guard let lowest = events.hidden.first else {
            return "No events yet: STS calls, cache changes and refusals will be listed here."
        }
        let remedy = ":level \(lowest.level.rawValue) lists them."
        return "No events at level \(events.level.rawValue). \(events.hiddenWords): \(remedy)"
    }

    private func cells(_ event: EventRow, _ scene: Scene) -> [(String, Role)] {
        let role: Role = event.isProblem ? .error : event.kind == .log ? .dim : .text
        var cells: [(String, Role)] = [
            (scene.time.row(event.time, milliseconds: true), .text), (event.kind.rawValue, .text), (event.what, role),
            (event.token ?? "-", .text),
        ]
        if isWide { cells.append((event.flow?.description ?? "-", .dim)) }
        cells.append((EventWords(event, scene, isWide: isWide).detail, .text))
        return cells
    }

    private func put(_ cells: [(String, Role)], on canvas: inout Canvas, row: Int) {
        var column = region.column + 1
        for (cell, place) in zip(cells, columns) {
            let width = place.width > 0 ? place.width : region.columnRange.upperBound - column
            canvas.putField(cell.0, row: row, column: column, width: width, role: cell.1)
            column += width + 1
        }
    }
}
