import Canvas
import SeededNumbers
import Testing

@Suite("Text fitting")
struct TextFittingTests {
    @Test(
        "What is too long is cut at its end, with a sign that it was",
        arguments: [
            ("api.example.com", 15, "api.example.com"), ("api.example.com", 12, "api.example~"), ("abc", 1, "~"),
            ("abc", 0, ""), ("abc", -4, ""), ("", 0, ""), ("漢字漢字", 8, "漢字漢字"), ("漢字漢字", 7, "漢字漢~"),
            ("漢字漢字", 6, "漢字~"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}~"),
        ])
    func end(text: String, width: Int, fitted: String) { #expect(shown(Canvas.fit(text, width: width)) == fitted) }

    @Test(
        "Cut in the middle, both ends stay",
        arguments: [
            ("/v1/items/42", 12, "/v1/items/42"), ("/v1/items/42", 9, "/v1/~s/42"), ("/v1/items/42", 8, "/v1/~/42"),
            ("/v1/items/42", 2, "/~"), ("/v1/items/42", 1, "~"), ("漢字漢字漢字", 7, "漢~字"),
        ])
    func middle(text: String, width: Int, fitted: String) {
        #expect(shown(Canvas.fit(text, width: width, cut: .middle)) == fitted)
    }

    @Test("The width of text is the number of cells that it takes", arguments: 1...200)
    func widthIsCellCount(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = random.hostileText()
        var canvas = Canvas(size: .init(columns: 200, rows: 1))
        #expect(canvas.put(text, row: 0, column: 0) == Canvas.width(text))
    }

    @Test("A cut never makes text too wide, splits a glyph, or changes what remains", arguments: 1...200)
    func cutIsSafe(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = random.hostileText()
        let whole = Sanitizer.glyphs(text).glyphs
        for width in 0...(Canvas.width(text) + 1) {
            let end = Canvas.fit(text, width: width)
            let middle = Canvas.fit(text, width: width, cut: .middle)
            #expect(cells(end) <= width && cells(middle) <= width)
            guard Canvas.width(text) > width, width > 0 else { continue }
            #expect(end.last == Glyph(.ellipsis))
            #expect(whole.starts(with: end.dropLast()))
            let tail = middle.reversed().prefix { $0 != Glyph(.ellipsis) }
            #expect(whole.reversed().starts(with: tail) || whole.contains(Glyph(.ellipsis)))
        }
    }

    private func cells(_ glyphs: [Glyph]) -> Int { glyphs.reduce(0) { $0 + $1.width } }

    private func shown(_ glyphs: [Glyph]) -> String {
        String(String.UnicodeScalarView(glyphs.flatMap(\.scalars)))
    }
}
