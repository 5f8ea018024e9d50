import Canvas

/// A menu at the foot of the view: its title, and its entries in as many columns as there is room for.
struct MenuBox {
    private let title: String
    private let entries: [Menu.Entry]

    /// nil if no menu is open.
    init?(_ dashboard: Dashboard) {
        guard case .menu(let menu) = dashboard.dialog else { return nil }
        title = dashboard.title(of: menu)
        entries = dashboard.entries(of: menu)
    }

    func draw(on canvas: inout Canvas, in region: Region) {
        let wanted = min(region.columns, (entries.map { Canvas.width($0.text) }.max() ?? 0) + 6)
        // Every entry has to be seen, even if its words are cut for that.
        let least = (entries.count + region.rows - 2) / max(1, region.rows - 1)
        let columns = max(1, least, (region.columns - 2) / max(1, wanted))
        let width = min(wanted, (region.columns - 2) / columns)
        let rows = min(max(1, (entries.count + columns - 1) / columns), region.rows - 1)
        let top = region.row + region.rows - rows - 1
        canvas.putRule(Line(title), row: top, columns: region.columnRange)
        for row in 0..<rows { canvas.fill(row: top + 1 + row, columns: region.columnRange) }
        for (index, entry) in entries.enumerated() {
            let column = region.column + 2 + index / rows * width
            guard column + width <= region.columnRange.upperBound + 2 else { break }
            canvas.put(
                Line(String(entry.key), .key).adding("  " + entry.text).cut(to: width - 2), row: top + 1 + index % rows,
                columns: column..<min(region.columnRange.upperBound, column + width))
        }
    }
}
