import Canvas

extension Canvas {
    /// Draws a line within a range of columns; `~` stands where something had to go.
    mutating func put(_ line: Line, row: Int, columns: Range<Int>) {
        var column = columns.lowerBound
        for piece in line.cut(to: columns.count).pieces {
            guard column < columns.upperBound else { return }
            column = put(piece.glyphs, row: row, column: column, limit: columns.upperBound, style: Style(piece.role))
        }
    }

    enum Alignment: Sendable { case left, right }

    /// Draws a table's cell: cleaned, which is marked, cut to its width, aligned.
    mutating func putField(
        _ text: String, row: Int, column: Int, width: Int, _ alignment: Alignment = .left, cut: Cut = .end,
        role: Role = .text
    ) {
        guard width > 0 else { return }
        let glyphs = Canvas.fit(text, width: width, cut: cut)
        let role = role == .text && Sanitizer.cleans(text) ? .cleaned : role
        let used = glyphs.reduce(0) { $0 + $1.width }
        let start = alignment == .right ? column + width - used : column
        put(glyphs, row: row, column: start, limit: column + width, style: Style(role))
    }

    /// A rule over some columns with a title in it: `-- title ----`.
    mutating func putRule(_ title: Line = .empty, row: Int, columns: Range<Int>) {
        fill(Glyph(.horizontal), row: row, columns: columns, style: Style(.rule))
        guard title.width > 0 else { return }
        let start = columns.lowerBound + 2
        var padded = Line(" ")
        for piece in title.pieces { padded.add(piece.glyphs, piece.role) }
        padded.add(" ")
        put(padded, row: row, columns: start..<max(start, columns.upperBound - 2))
    }

    /// Marks a row as the selected one; less so while keys go elsewhere.
    mutating func select(row: Int, columns: Range<Int>, isFocused: Bool = true) {
        put(">", row: row, column: columns.lowerBound)
        restyle(row: row, columns: columns) { $0.selection = isFocused ? .focused : .unfocused }
    }
}
