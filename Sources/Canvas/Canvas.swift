/// A grid of cells that views draw into: the whole screen as a value.
///
/// Nothing is ever drawn outside, no wide glyph is ever cut in two, and what a test compares is exactly what a terminal gets.
package struct Canvas: Sendable, Equatable {
    package struct Size: Sendable, Hashable {
        package var columns: Int
        package var rows: Int

        package init(columns: Int, rows: Int) {
            self.columns = columns
            self.rows = rows
        }
    }

    package struct Cell: Sendable, Hashable {
        /// nil: the right half of the wide glyph before it.
        package var glyph: Glyph?
        package var style: Style

        package init(_ glyph: Glyph?, _ style: Style) {
            self.glyph = glyph
            self.style = style
        }

        package static let blank = Cell(.blank, Style())
    }

    package let size: Size
    /// Row after row.
    package private(set) var cells: [Cell]

    /// - Parameter size: brought up to at least 1 × 1.
    package init(size: Size) {
        self.size = Size(columns: max(1, size.columns), rows: max(1, size.rows))
        cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
    }

    /// All cells of a row.
    package subscript(row row: Int) -> ArraySlice<Cell> {
        get { cells[row * size.columns..<(row + 1) * size.columns] }
        set { cells.replaceSubrange(row * size.columns..<(row + 1) * size.columns, with: newValue) }
    }

    package subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }

    /// Draws `text`, cleaned, from a column on; what does not fit before `limit` is cut.
    ///
    /// - Parameters:
    ///   - limit: the first column that must stay untouched; the row's end if nil.
    /// - Returns: the column after the last cell drawn.
    @discardableResult
    package mutating func put(
        _ text: String, row: Int, column: Int, limit: Int? = nil, style: Style = Style()
    ) -> Int {
        put(Sanitizer.glyphs(text).glyphs, row: row, column: column, limit: limit, style: style)
    }

    /// Draws glyphs; substitutes get the `cleaned` role unless the row is selected.
    @discardableResult
    package mutating func put(
        _ glyphs: some Sequence<Glyph>, row: Int, column: Int, limit: Int? = nil, style: Style = Style()
    ) -> Int {
        let end = min(limit ?? size.columns, size.columns)
        guard row >= 0, row < size.rows else { return column }
        var position = column
        for glyph in glyphs {
            guard position + glyph.width <= end else {
                // Half a wide glyph would be worse than a gap.
                if position >= 0, position < end { set(Cell(.blank, style), row, position) }
                return min(position + 1, end)
            }
            if position >= 0 {
                let role = glyph.isSubstitute && style.role == .text ? Role.cleaned : style.role
                let cellStyle = Style(role, selection: style.selection)
                set(Cell(glyph, cellStyle), row, position)
                if glyph.width == 2 { set(Cell(nil, cellStyle), row, position + 1) }
            }
            position += glyph.width
        }
        return position
    }

    /// Fills part of a row with one glyph of width 1.
    package mutating func fill(_ glyph: Glyph = .blank, row: Int, columns: Range<Int>, style: Style = Style()) {
        guard row >= 0, row < size.rows else { return }
        for column in columns.clamped(to: 0..<size.columns) { set(Cell(glyph, style), row, column) }
    }

    /// Changes the style of what is already drawn, as a selection bar does.
    package mutating func restyle(row: Int, columns: Range<Int>, _ change: (inout Style) -> Void) {
        guard row >= 0, row < size.rows else { return }
        for column in columns.clamped(to: 0..<size.columns) { change(&cells[row * size.columns + column].style) }
    }

    /// One row as text, without the blanks at its end. For tests and the plain dump.
    package func text(row: Int) -> String {
        var scalars = String.UnicodeScalarView()
        for column in 0..<size.columns {
            if let glyph = self[row, column].glyph { scalars.append(contentsOf: glyph.scalars) }
        }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }

    /// The whole screen as text, one line a row.
    package var text: String { (0..<size.rows).map { text(row: $0) }.joined(separator: "\n") }

    private mutating func set(_ cell: Cell, _ row: Int, _ column: Int) {
        let index = row * size.columns + column
        // Overwriting one half of a wide glyph leaves the other without meaning.
        if cells[index].glyph == nil, cell.glyph != nil, column > 0 {
            cells[index - 1].glyph = .blank
        }
        if cells[index].glyph?.width == 2, column + 1 < size.columns, cell.glyph?.width != 2 {
            cells[index + 1].glyph = .blank
        }
        cells[index] = cell
    }
}
