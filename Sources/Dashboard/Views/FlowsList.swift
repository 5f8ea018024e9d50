import Canvas
import ProxyCore

/// The home view: one row a flow, in order of arrival unless sorted.
struct FlowsList {
    private let dashboard: Dashboard
    private let region: Region
    private let page: FlowsPage
    private let columns: FlowColumns
    /// The rows that are marked, or stand for one that is.
    private let marked: Set<Int>

    init(_ dashboard: Dashboard, region: Region) {
        self.dashboard = dashboard
        self.region = region
        page = FlowsPage(dashboard, height: region.rows - 1)
        let folding = dashboard.flowsListing.folding
        marked = Set(dashboard.shown.flows.marks.map { folding?.shown(for: $0) ?? $0 })
        let isWide = region.columns >= Layout.wide
        columns = FlowColumns(
            width: region.columns, timeWidth: dashboard.timekeeping.rowWidth(milliseconds: isWide),
            tokenWidth: FlowTokenCell.width(page.records, dashboard.shown.tokens),
            needs: dashboard.columnNeeds(on: page),
            hidden: dashboard.hiddenColumns(on: page), wishes: dashboard.columns.flows)
    }

    func draw(on canvas: inout Canvas) {
        drawHeader(on: &canvas)
        guard !page.items.isEmpty else { return drawEmpty(on: &canvas) }
        let scene = dashboard.scene
        let width = columns.placed.first { $0.column == .upstream }?.width ?? 0
        let hostCut: Canvas.Cut = page.needsMiddle(width: width, scene.veil.host) ? .middle : .end
        for (offset, item) in page.items.enumerated() {
            let row = region.row + 1 + offset
            switch item {
            case .day(let time):
                canvas.putRule(Line(scene.time.date(time), .dim), row: row, columns: region.columnRange)
            case .flow(let record, let key, let isSelected):
                FlowRow(record: record, scene: scene, columns: columns, hostCut: hostCut, standing: standing(of: key))
                    .draw(on: &canvas, row: row, column: region.column)
                if isSelected {
                    canvas.select(row: row, columns: region.columnRange, isFocused: dashboard.listHasKeys)
                }
            }
        }
    }

    private func standing(of key: Int) -> FlowRow.Standing {
        let listing = dashboard.flowsListing
        return FlowRow.Standing(
            isMarked: marked.contains(key),
            isGuest: listing.matches?.isGuest(key) ?? false,
            isFollowed: dashboard.position(of: .flows).isFollowing, repeats: repeats(of: key))
    }

    private func repeats(of key: Int) -> FlowRow.Repeats? {
        guard let members = dashboard.flowsListing.folding?.members(of: key), members.count > 1,
            let last = members.last, let first = dashboard.shown.flows[key], let newest = dashboard.shown.flows[last]
        else { return nil }
        return FlowRow.Repeats(count: members.count, span: first.start.time.duration(to: newest.start.time))
    }

    private func drawHeader(on canvas: inout Canvas) {
        canvas.fill(row: region.row, columns: region.columnRange, style: Style(.header))
        for placed in columns.placed {
            let isSorted = dashboard.flowsListing.sort?.column == placed.column
            canvas.putField(
                placed.title, row: region.row, column: region.column + placed.start, width: placed.width,
                placed.column.alignment, role: isSorted ? .mode : .header)
        }
    }

    private func drawEmpty(on canvas: inout Canvas) {
        for (offset, line) in emptyLines.prefix(max(0, region.rows - 2)).enumerated() {
            canvas.put(line, row: region.row + 2 + offset, columns: region.columnRange)
        }
    }

    private var emptyLines: [Line] {
        if dashboard.filter(of: .flows).isActive { return FilterNote(dashboard).emptyLines }
        guard dashboard.showsProblemsOnly else { return HelloScreen(dashboard).lines }
        return [Line(" No problem among \(dashboard.shown.flows.keys.count.counted("flow")). Esc shows all of them.")]
    }
}
