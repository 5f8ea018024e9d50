import Canvas

/// The columns of a list, to be switched and put in order: over the view, which follows each change.
struct ColumnsBox {
    private static let width = 66

    private let rows: [ColumnChooser.Row]
    private let chosen: Int
    private let title: String

    /// nil if it is not open.
    init?(_ dashboard: Dashboard) {
        guard case .columns(let chooser) = dashboard.dialog else { return nil }
        rows = dashboard.columns.rows(of: chooser.view)
        chosen = min(chooser.chosen, rows.count - 1)
        title = "columns of \(chooser.view == .tokens ? "tokens" : "flows")"
    }

    /// At the foot of the view, as far to the right as it goes: what a column shows is seen beside it.
    func draw(on canvas: inout Canvas, in region: Region) {
        let width = min(Self.width, region.columns)
        let columns = (region.columnRange.upperBound - width)..<region.columnRange.upperBound
        let height = min(rows.count, max(1, region.rows - 3))
        let top = region.row + region.rows - height - 1
        let first = max(0, min(chosen - height + 1, rows.count - height))
        canvas.putRule(
            Line(title + (height < rows.count ? "  \(chosen + 1)/\(rows.count)" : "")), row: top, columns: columns)
        for (offset, row) in rows.dropFirst(first).prefix(height).enumerated() {
            let position = top + 1 + offset
            canvas.fill(row: position, columns: columns)
            canvas.put(line(row), row: position, columns: columns)
            if first + offset == chosen { canvas.select(row: position, columns: columns) }
        }
    }

    private func line(_ row: ColumnChooser.Row) -> Line {
        let (box, note): (String, String) =
            switch row.wish {
            case .always: ("[x]", "")
            case .whenWide: ("[~]", " (from 100 columns)")
            case .never: ("[ ]", "")
            }
        return Line("  \(box) ").adding(row.name, row.wish == .never ? .dim : .text).padded(to: 16)
            .adding(row.meaning + note, .dim).cut(to: Self.width - 1)
    }
}
