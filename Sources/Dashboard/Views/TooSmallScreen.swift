import Canvas
import ProxyCore

/// What is shown where there is no room for a view.
struct TooSmallScreen {
    private let dashboard: Dashboard

    init(_ dashboard: Dashboard) { self.dashboard = dashboard }

    func draw(on canvas: inout Canvas) {
        let size = dashboard.size
        let smallest = Dashboard.smallest
        let live = dashboard.live
        let rate = live.rate.perSecond(at: dashboard.now).grouped
        let lines = [
            "jotop needs \(smallest.columns) x \(smallest.rows)", "this is    \(size.columns) x \(size.rows)", "",
            "proxy serves: \(rate)/s, \(live.problemCount.counted("problem"))", offers,
        ]
        let margin = size.columns >= 38 ? 2 : 0
        for (row, line) in lines.enumerated() {
            canvas.put(line, row: row + (size.rows > lines.count ? 1 : 0), column: margin)
        }
    }

    private var offers: String {
        [(Action.leave, "quit"), (.dump, "plain log")].compactMap { action, words in
            dashboard.keymap.offer(action, in: .tooSmall, words)
        }.joined(separator: "   ")
    }
}
