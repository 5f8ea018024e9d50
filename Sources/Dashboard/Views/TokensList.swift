import Canvas
import ProxyCore

/// The tokens by audience set: one row each, in order of first use.
struct TokensList {
    private let dashboard: Dashboard
    private let region: Region
    private let columns: TokenColumns

    init(_ dashboard: Dashboard, region: Region) {
        self.dashboard = dashboard
        self.region = region
        columns = TokenColumns(
            width: region.columns, rows: dashboard.shown.tokens.rows, wishes: dashboard.columns.tokens)
    }

    func draw(on canvas: inout Canvas) {
        canvas.fill(row: region.row, columns: region.columnRange, style: Style(.header))
        for placed in columns.placed {
            let title = placed.column == .fuse ? fuseTitle(placed.width) : placed.title
            canvas.putField(
                title, row: region.row, column: placed.start, width: placed.width, placed.column.alignment,
                role: dashboard.tokenSort?.column == placed.column ? .mode : .header)
        }
        let keys = dashboard.keys(of: .tokens)
        guard !keys.isEmpty else { return drawEmpty(on: &canvas) }
        let scene = dashboard.scene
        let window = dashboard.tokensPosition.window(keys, height: region.rows - 1)
        for offset in 0..<window.count {
            let index = window.first + offset
            let row = region.row + 1 + offset
            guard let token = scene.traffic.tokens[keys[index]] else { continue }
            TokenCells(row: token, scene: scene, columns: columns).draw(on: &canvas, row: row)
            if token.audiences.traits?.fault != nil {
                canvas.put("F", row: row, column: region.column, style: Style(.error))
            }
            if dashboard.markedTokens.contains(token.handle) {
                canvas.put("*", row: row, column: region.column, style: Style(.key))
            }
            if index == window.selected {
                canvas.select(row: row, columns: region.columnRange, isFocused: dashboard.listHasKeys)
            }
        }
    }

    private func drawEmpty(on canvas: inout Canvas) {
        let lines =
            dashboard.filter(of: .tokens).isActive
            ? FilterNote(dashboard).emptyLines
            : Line.wrapped(
                Line(" "), "No token yet: one is asked for at the first request for an audience.\(offer)",
                width: region.columns - 2)
        for (offset, line) in lines.prefix(region.rows - 1).enumerated() {
            canvas.put(line, row: region.row + 1 + offset, columns: region.columnRange)
        }
    }

    private var offer: String { dashboard.configuration.isReadOnly ? "" : " :mint AUDIENCE asks now." }

    /// What one cell of the fuse stands for, where that is the same for all.
    private func fuseTitle(_ width: Int) -> String {
        let lives = Set(dashboard.shown.tokens.rows.compactMap { $0.newest?.life })
        guard columns.isWide, let life = lives.first, lives.count == 1 else { return "FUSE" }
        let isWhole = life.milliseconds % Int64(1000 * FuseBar.cells) == 0
        let title = isWhole ? "FUSE \((life / FuseBar.cells).brief)/cell" : "FUSE \(life.brief)/\(FuseBar.cells)"
        return title.count <= width ? title : "FUSE"
    }
}
