import Canvas

/// A prompt as a row of the screen: its sign, the text with the cursor in it, and a note at the right end.
///
/// A text that is wider than its room is moved sideways, so that the cursor is always seen.
struct PromptLine: Sendable {
    /// Narrower than this, the text is worth more than the note.
    private static let leastRoom = 20

    private let sign: String
    private let editor: LineEditor
    private let note: Line
    private let columns: Range<Int>
    /// The cells of each character.
    private let glyphs: [[Glyph]]
    /// The first character shown.
    private let first: Int
    private let textColumns: Range<Int>

    /// - Parameters:
    ///   - sign: what kind of prompt it is: `/` or `:`.
    ///   - note: shown only if it leaves room enough for the text.
    init(_ editor: LineEditor, sign: String, note: Line = .empty, columns: Range<Int>) {
        self.editor = editor
        self.sign = sign
        self.columns = columns
        let start = columns.lowerBound + Canvas.width(sign) + 2
        let noteWidth = note.width > 0 ? note.width + 3 : 1
        let hasRoom = columns.upperBound - noteWidth - start >= Self.leastRoom
        self.note = hasRoom ? note : .empty
        textColumns = start..<max(start + 1, columns.upperBound - (hasRoom ? noteWidth : 1))
        glyphs = editor.characters.map { Sanitizer.glyphs(String($0)).glyphs }
        first = Self.first(glyphs, cursor: editor.cursor, room: textColumns.count)
    }

    /// The first character from which on everything up to the cursor fits, a cell for the cursor included.
    private static func first(_ glyphs: [[Glyph]], cursor: Int, room: Int) -> Int {
        var used = 1
        var first = cursor
        while first > 0 {
            used += width(glyphs[first - 1])
            if used > room { break }
            first -= 1
        }
        return first
    }

    private static func width(_ glyphs: [Glyph]) -> Int { glyphs.reduce(0) { $0 + $1.width } }

    /// The column where a character stands, or would stand; nil if it is not in sight.
    func column(of index: Int) -> Int? {
        guard index >= first, index <= glyphs.count else { return nil }
        let column = textColumns.lowerBound + glyphs[first..<index].reduce(0) { $0 + Self.width($1) }
        return column < textColumns.upperBound ? column : nil
    }

    /// - Parameter faults: the characters to be marked as wrong.
    func draw(on canvas: inout Canvas, row: Int, faults: Range<Int> = 0..<0) {
        canvas.put(sign, row: row, column: columns.lowerBound + 1, style: Style(.key))
        for index in first..<max(first, glyphs.count) {
            guard let column = column(of: index) else { break }
            let role: Role = faults.contains(index) ? .fault : .text
            canvas.put(glyphs[index], row: row, column: column, limit: textColumns.upperBound, style: Style(role))
        }
        if let cursor = column(of: editor.cursor) {
            // A terminal without reverse video still shows where the text goes on.
            if editor.cursor == glyphs.count { canvas.put("_", row: row, column: cursor, style: Style(.key)) }
            canvas.restyle(row: row, columns: cursor..<(cursor + 1)) { $0.selection = .focused }
        }
        canvas.put(
            note, row: row,
            columns: max(textColumns.upperBound, columns.upperBound - note.width - 1)..<columns.upperBound)
    }
}
