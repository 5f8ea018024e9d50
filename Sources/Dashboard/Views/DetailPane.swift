import Canvas
import ProxyCore

/// The text beside, below or in the place of a list.
struct DetailPane {
    private let dashboard: Dashboard
    private let region: Region
    private let content: Dashboard.PaneContent
    private let layout: Layout

    /// nil where there is nothing to show.
    init?(_ dashboard: Dashboard, layout: Layout) {
        guard let region = layout.pane, let content = dashboard.paneContent else { return nil }
        self.dashboard = dashboard
        self.region = region
        self.content = content
        self.layout = layout
    }

    /// A flow that has the screen to itself has a row for what it is, one for the tabs, and a rule; beside a list the rule
    /// tells what it is, and below a list there is room for the tabs on it, too.
    static func headRows(_ content: Dashboard.PaneContent?, _ layout: Layout) -> Int {
        guard case .flow = content else { return 1 }
        return layout.isWhole ? 3 : layout.isBeside ? 2 : 1
    }

    private var hasKeys: Bool { !dashboard.listHasKeys }

    func draw(on canvas: inout Canvas) {
        drawHead(on: &canvas)
        let head = Self.headRows(content, layout)
        let height = max(0, region.rows - head)
        let text = dashboard.paneText
        let sought = hasKeys ? dashboard.soughtText : ""
        // More lines may have been there when the reader scrolled down.
        let first = min(content.position.scroll, max(0, text.lines.count - height))
        for (offset, line) in shown(text.lines.dropFirst(first), height).enumerated() {
            canvas.put(
                sought.isEmpty ? line : line.marking(sought), row: region.row + head + offset,
                columns: (region.column + 1)..<region.columnRange.upperBound)
        }
        guard hasKeys, !text.stops.isEmpty else { return }
        let cursor = text.stops[min(content.position.claim, text.stops.count - 1)].line - first
        if (0..<height).contains(cursor) {
            canvas.select(row: region.row + head + cursor, columns: region.columnRange.dropFirst(1))
        }
    }

    /// As many lines as there is room for. A pane that has not the keys does not scroll, so what it leaves out is said to
    /// be there.
    private func shown(_ lines: ArraySlice<Line>, _ height: Int) -> [Line] {
        guard lines.count > height, height > 2, !hasKeys else { return Array(lines.prefix(height)) }
        let rest = lines.count - height + 1
        let key = dashboard.keymap.key(for: .open, in: Place.lists) ?? ":open"
        return lines.prefix(height - 1) + [Line("\(rest.counted("more line")): ", .dim).adding(key, .key)]
    }

    private func drawHead(on canvas: inout Canvas) {
        switch content {
        case .text(let reader): drawRule(Line(dashboard.title(of: reader.subject), hasKeys ? .key : .text), on: &canvas)
        case .flow(let inspector):
            let head = InspectorHead(dashboard, inspector)
            if layout.isWhole {
                drawRows(of: head, on: &canvas)
            } else if layout.isBeside {
                drawRule(head.title(columns: region.columns - 6, role: hasKeys ? .key : .text), on: &canvas)
                canvas.put(
                    head.tabsRow(columns: region.columns, hasKeys: hasKeys), row: region.row + 1,
                    columns: region.columnRange)
            } else {
                drawRule(of: head, on: &canvas)
            }
        }
    }

    private func drawRule(_ title: Line, on canvas: inout Canvas) {
        canvas.putRule(title, row: region.row, columns: region.columnRange)
    }

    private func drawRule(of head: InspectorHead, on canvas: inout Canvas) {
        let tabs = head.tabs
        let start = max(region.column + 4, region.columnRange.upperBound - tabs.width - 4)
        drawRule(head.title(columns: start - region.column - 6, role: hasKeys ? .key : .text), on: &canvas)
        canvas.put(" ", row: region.row, column: start - 1)
        canvas.put(tabs, row: region.row, columns: start..<max(start, region.columnRange.upperBound - 3))
    }

    private func drawRows(of head: InspectorHead, on canvas: inout Canvas) {
        canvas.put(head.summary(columns: region.columns), row: region.row, columns: region.columnRange)
        canvas.put(head.tabsRow(columns: region.columns), row: region.row + 1, columns: region.columnRange)
        canvas.putRule(row: region.row + 2, columns: region.columnRange)
    }
}
