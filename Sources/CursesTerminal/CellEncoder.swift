package import CNcurses
package import Canvas

/// A row of the canvas as the cells that ncurses is given.
///
/// ncurses moves its cursor by what libc says of a glyph's width. Where libc and the canvas disagree, or the locale has no
/// bytes for a glyph, `?` stands in its place and keeps the row straight.
package struct CellEncoder: Sendable {
    private let palette: Palette
    private let isUTF8: Bool
    private let hasSigns: Bool

    /// - Parameter hasSigns: whether signs are drawn as they are meant, instead of by their letters.
    package init(palette: Palette, isUTF8: Bool, hasSigns: Bool = false) {
        self.palette = palette
        self.isUTF8 = isUTF8
        self.hasSigns = hasSigns
    }

    /// - Returns: cells whose widths add up to exactly `columns`.
    package func cells(_ row: some Sequence<Canvas.Cell>, columns: Int) -> [jt_cell] {
        var cells: [jt_cell] = []
        cells.reserveCapacity(columns)
        var used = 0
        for cell in row {
            guard let glyph = cell.glyph else { continue }
            guard used + glyph.width <= columns else { break }
            append(glyph, palette.appearance(of: cell.style), to: &cells)
            used += glyph.width
        }
        while used < columns {
            append(.blank, Appearance(), to: &cells)
            used += 1
        }
        return cells
    }

    private func append(_ glyph: Glyph, _ appearance: Appearance, to cells: inout [jt_cell]) {
        if hasSigns, let sign = glyph.sign?.drawn, jt_width(sign.value) == 1 {
            cells.append(Self.cell(sign, width: 1, appearance))
            return
        }
        if let marks = drawableMarks(of: glyph) {
            cells.append(Self.cell(glyph.scalars[0], marks: marks, width: glyph.width, appearance))
            return
        }
        cells.append(Self.cell("?", width: 1, appearance))
        if glyph.width == 2 { cells.append(Self.cell(" ", width: 1, appearance)) }
    }

    /// The marks that can go with a glyph, or nil if it cannot be drawn itself.
    private func drawableMarks(of glyph: Glyph) -> [Unicode.Scalar]? {
        if glyph.scalars.count == 1, glyph.scalars[0].isASCII { return glyph.width == 1 ? [] : nil }
        guard isUTF8 || glyph.scalars[0].isASCII, jt_width(glyph.scalars[0].value) == glyph.width else { return nil }
        return isUTF8 ? glyph.scalars.dropFirst().filter { jt_width($0.value) == 0 } : []
    }

    private static func cell(
        _ base: Unicode.Scalar, marks: [Unicode.Scalar] = [], width: Int, _ appearance: Appearance
    ) -> jt_cell {
        jt_cell(
            scalars: (base.value, marks.first?.value ?? 0, marks.dropFirst().first?.value ?? 0),
            count: UInt8(1 + min(marks.count, 2)), width: UInt8(width),
            attributes: appearance.attributes.rawValue, color: appearance.color.rawValue)
    }
}
