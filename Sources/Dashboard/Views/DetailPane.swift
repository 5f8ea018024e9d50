import Canvas
import ProxyCore

/// The text beside, below or in the place of a list.
struct DetailPane {
    private let dashboard: Dashboard
    private let region: Region

    init(_ dashboard: Dashboard, region: Region) {
        self.dashboard = dashboard
        self.region = region
    }

    func draw(on canvas: inout Canvas) {
        let headRows = drawHead(on: &canvas)
        let height = region.rows - headRows
        let lines = dashboard.bodyLines
        // More lines may have been there when the reader scrolled down.
        let first = min(dashboard.scrollOffset, max(0, lines.count - height))
        for (offset, line) in shown(lines.dropFirst(first), height).enumerated() {
            canvas.put(
                line, row: region.row + headRows + offset, columns: (region.column + 1)..<region.columnRange.upperBound)
        }
    }

    /// As many lines as there is room for. A pane below a list does not scroll, so what it leaves out is said to be there.
    private func shown(_ lines: ArraySlice<Line>, _ height: Int) -> [Line] {
        guard lines.count > height, height > 2, opensInFull else { return Array(lines.prefix(height)) }
        let rest = lines.count - height + 1
        return lines.prefix(height - 1) + [Line("\(rest.counted("more line")): ", .dim).adding("Enter", .key)]
    }

    /// Whether Enter shows these lines, and the rest of them, full screen.
    private var opensInFull: Bool {
        guard dashboard.reader == nil else { return false }
        return switch dashboard.view {
        case .flows: false
        case .tokens: dashboard.selectedToken?.failure != nil
        case .events: true
        }
    }

    /// - Returns: the number of rows it took.
    private func drawHead(on canvas: inout Canvas) -> Int {
        guard let inspector = dashboard.inspector, dashboard.view == .flows, dashboard.reader == nil else {
            canvas.putRule(Line(dashboard.paneTitle), row: region.row, columns: region.columnRange)
            return 1
        }
        let head = InspectorHead(dashboard, inspector)
        guard region.row == Layout.tabsRow + 1, region.column == 0 else {
            let tabs = head.tabs
            let start = max(region.column + 4, region.columnRange.upperBound - tabs.width - 4)
            canvas.putRule(head.title(columns: start - region.column - 6), row: region.row, columns: region.columnRange)
            canvas.put(" ", row: region.row, column: start - 1)
            canvas.put(tabs, row: region.row, columns: start..<max(start, region.columnRange.upperBound - 3))
            return 1
        }
        canvas.put(head.summary(columns: region.columns), row: region.row, columns: region.columnRange)
        canvas.put(head.tabsRow(columns: region.columns), row: region.row + 1, columns: region.columnRange)
        canvas.putRule(row: region.row + 2, columns: region.columnRange)
        return 3
    }
}
