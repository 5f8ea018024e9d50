import Canvas
import ProxyCore

/// The newest events, at the foot of a large screen. It has no selection: `3` shows them all.
struct EventsStrip {
    private let dashboard: Dashboard
    private let region: Region

    init(_ dashboard: Dashboard, region: Region) {
        self.dashboard = dashboard
        self.region = region
    }

    func draw(on canvas: inout Canvas) {
        let scene = dashboard.scene
        let events = scene.traffic.events
        let keys = events.keys
        let newest = (max(0, keys.count - region.rows + 1)..<keys.count).compactMap { events[keys[$0]] }
        let level = "level \(events.level.rawValue)"
        let title =
            newest.isEmpty ? "events: none yet, \(level)" : "events, the newest of \(events.total.grouped), \(level)"
        canvas.putRule(
            Line(title).adding("   3 ", .key).adding("shows all", .dim), row: region.row, columns: region.columnRange)
        for (offset, event) in newest.enumerated() {
            canvas.put(line(event, scene), row: region.row + 1 + offset, columns: region.columnRange)
        }
    }

    private func line(_ event: EventRow, _ scene: Scene) -> Line {
        let role: Role = event.isProblem ? .error : event.kind == .log ? .dim : .text
        var line = Line(event.isProblem ? "!" : " ", .error)
        line.add(scene.time.row(event.time, milliseconds: true))
        line.pad(to: scene.time.rowWidth(milliseconds: true) + 2)
        let start = line.width
        line.add(event.kind.rawValue)
        line.pad(to: start + 7)
        line.add(event.what, role)
        line.pad(to: start + 13)
        line.add(event.token ?? "-")
        line.pad(to: start + 18)
        line.add(event.flow?.description ?? "-", .dim)
        line.pad(to: start + 25)
        line.add(Canvas.fit(EventWords(event, scene, isWide: true).detail, width: max(0, region.columns - line.width)))
        return line
    }
}
