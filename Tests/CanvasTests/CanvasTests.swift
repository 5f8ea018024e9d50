import Canvas
import SeededNumbers
import Testing

@Suite("Canvas")
struct CanvasTests {
    private static let size = Canvas.Size(columns: 8, rows: 2)

    private func drawn(_ text: String, column: Int = 0, limit: Int? = nil) -> (canvas: Canvas, end: Int) {
        var canvas = Canvas(size: Self.size)
        let end = canvas.put(text, row: 0, column: column, limit: limit)
        return (canvas, end)
    }

    @Test("A canvas has at least one cell, whatever size is asked for")
    func smallest() {
        let canvas = Canvas(size: .init(columns: 0, rows: -3))
        #expect(canvas.size == .init(columns: 1, rows: 1))
        #expect(canvas.cells == [.blank])
    }

    @Test(
        "Text is cut at the row's end, at the limit, and at the left edge",
        arguments: [
            ("0123456789", 0, nil, "01234567", 8), ("0123456789", 6, nil, "      01", 8),
            ("0123456789", 0, 3, "012", 3), ("0123", -2, nil, "23", 2), ("0123", 9, nil, "", 8), ("", 3, nil, "", 3),
        ] as [(String, Int, Int?, String, Int)])
    func cutting(text: String, column: Int, limit: Int?, shown: String, end: Int) {
        let drawn = drawn(text, column: column, limit: limit)
        #expect(drawn.canvas.text(row: 0) == shown)
        #expect(min(drawn.end, 8) == end)
        #expect(drawn.canvas.text(row: 1).isEmpty)
    }

    @Test("Rows outside are left alone", arguments: [-1, 2, 99])
    func rowsOutside(row: Int) {
        var canvas = Canvas(size: Self.size)
        canvas.put("text", row: row, column: 0)
        canvas.fill(row: row, columns: 0..<8, style: Style(.error))
        canvas.restyle(row: row, columns: 0..<8) { $0.role = .error }
        #expect(canvas == Canvas(size: Self.size))
    }

    @Test("A wide glyph takes two cells, the right one without a glyph of its own")
    func wide() {
        let drawn = drawn("a漢b")
        #expect(drawn.end == 4)
        #expect(drawn.canvas[0, 1].glyph?.width == 2)
        #expect(drawn.canvas[0, 2].glyph == nil)
        #expect(drawn.canvas.text(row: 0) == "a漢b")
    }

    @Test("A wide glyph that does not fit leaves a blank rather than a half", arguments: [nil, 7] as [Int?])
    func wideAtTheEdge(limit: Int?) {
        let end = limit ?? 8
        let drawn = drawn("漢", column: end - 1, limit: limit)
        #expect(drawn.end == end)
        #expect(drawn.canvas[0, end - 1] == .blank)
        #expect(drawn.canvas.text(row: 1).isEmpty)
    }

    @Test("Overwriting one half of a wide glyph clears the other", arguments: [(2, " xb"), (1, "x b")])
    func overwritingHalves(column: Int, middle: String) {
        var canvas = drawn("a漢b").canvas
        canvas.put("x", row: 0, column: column)
        #expect(canvas.text(row: 0) == "a" + middle)
    }

    @Test("A wide glyph over the halves of two others leaves no half behind")
    func wideOverWide() {
        var canvas = drawn("漢字").canvas
        canvas.put("語", row: 0, column: 1)
        #expect(canvas.text(row: 0) == " 語")
        #expect(halvesArePaired(canvas))
    }

    @Test("A substitute is marked as cleaned, unless its place has a meaning already")
    func cleanedRole() {
        var canvas = drawn("a\u{1B}b").canvas
        #expect(canvas[0, 0].style.role == .text)
        #expect(canvas[0, 1].style.role == .cleaned)
        canvas.put("\u{1B}", row: 1, column: 0, style: Style(.error, selection: .focused))
        #expect(canvas[1, 0].style == Style(.error, selection: .focused))
    }

    @Test("A wide glyph drawn over another in the same place is there afterwards")
    func wideAgain() {
        var canvas = drawn("漢字").canvas
        canvas.put("語", row: 0, column: 0)
        #expect(canvas.text(row: 0) == "語字")
    }

    @Test("Restyling changes looks, never text")
    func restyling() {
        var canvas = drawn("a漢b").canvas
        canvas.restyle(row: 0, columns: -5..<3) { $0.selection = .focused }
        #expect((0..<4).map { canvas[0, $0].style.selection } == [.focused, .focused, .focused, .none])
        #expect(canvas.text(row: 0) == "a漢b")
    }

    @Test("Filling draws nothing outside its columns")
    func filling() {
        var canvas = Canvas(size: Self.size)
        canvas.fill(Glyph("-"), row: 1, columns: 2..<99)
        #expect(canvas.text == "\n  ------")
    }

    @Test("Whatever is drawn in whatever order, each half of a wide glyph has its other half", arguments: 1...20)
    func randomDrawing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var canvas = Canvas(size: Self.size)
        for _ in 0..<200 {
            let text = ["a", "漢", "ab漢", "漢字", "\u{301}", "e\u{301}x"].randomElement(using: &random) ?? ""
            let column = Int.random(in: -2...9, using: &random)
            canvas.put(text, row: Int.random(in: 0...1, using: &random), column: column)
            if Bool.random(using: &random) { canvas.fill(row: 0, columns: column..<column + 1) }
            let isSound = halvesArePaired(canvas)
            try #require(isSound)
        }
    }

    private func halvesArePaired(_ canvas: Canvas) -> Bool {
        (0..<canvas.size.rows).allSatisfy { row in
            (0..<canvas.size.columns).allSatisfy { column in
                let isWide = canvas[row, column].glyph?.width == 2
                let hasRightHalf = column + 1 < canvas.size.columns && canvas[row, column + 1].glyph == nil
                let isOrphan =
                    canvas[row, column].glyph == nil && (column == 0 || canvas[row, column - 1].glyph?.width != 2)
                return isWide == hasRightHalf && !isOrphan
            }
        }
    }
}
