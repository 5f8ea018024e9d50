import CNcurses
import Canvas
import CursesTerminal
import Testing

extension CursesSuites {
    @Suite("Cells")
    struct CellEncoderTests {
        private func encoded(_ text: String, columns: Int, isUTF8: Bool = true) -> [jt_cell] {
            #expect(jt_locale(isUTF8 ? "C.UTF-8" : "C") == isUTF8)
            var canvas = Canvas(size: .init(columns: max(columns, 20), rows: 1))
            canvas.put(text, row: 0, column: 0)
            return CellEncoder(palette: Palette(isMono: false), isUTF8: isUTF8).cells(canvas.cells, columns: columns)
        }

        private func text(_ cells: [jt_cell]) -> String {
            var scalars = String.UnicodeScalarView()
            for cell in cells {
                let all = [cell.scalars.0, cell.scalars.1, cell.scalars.2]
                scalars.append(contentsOf: all.prefix(Int(cell.count)).compactMap { Unicode.Scalar($0) })
            }
            return String(scalars)
        }

        @Test(
            "A sign is drawn as it is meant where that may be, and by its letter elsewhere",
            arguments: Glyph.Sign.allCases)
        func signs(_ sign: Glyph.Sign) {
            #expect(jt_locale("C.UTF-8"))
            var canvas = Canvas(size: .init(columns: 2, rows: 1))
            canvas.put([Glyph(sign), Glyph(sign.letter)], row: 0, column: 0)
            for hasSigns in [true, false] {
                let encoder = CellEncoder(palette: Palette(isMono: true), isUTF8: true, hasSigns: hasSigns)
                let drawn = hasSigns ? sign.drawn : sign.letter
                #expect(text(encoder.cells(canvas.cells, columns: 2)) == "\(drawn)\(sign.letter)")
            }
        }

        @Test(
            "Which glyphs are drawn goes by the flag, else by the locale",
            arguments: [
                (GlyphMode.auto, true, "C.UTF-8", true), (.auto, true, "ja_JP.UTF-8", false),
                (.auto, false, "C", false),
                (.utf8, true, "zh_CN.UTF-8", true), (.utf8, false, "C", false), (.ascii, true, "C.UTF-8", false),
            ])
        func mode(_ mode: GlyphMode, _ isUTF8: Bool, _ locale: String, _ hasSigns: Bool) {
            #expect(mode.usesSigns(isUTF8: isUTF8, locale: locale) == hasSigns)
        }

        @Test(
            "A row is exactly as wide as the terminal",
            arguments: [
                ("abc", 5, "abc  "), ("abc", 2, "ab"), ("漢字", 4, "漢字"), ("漢字", 3, "漢 "), ("漢字", 1, " "),
                ("e\u{301}x", 3, "e\u{301}x "), ("", 2, "  "),
            ])
        func width(drawn: String, columns: Int, expected: String) {
            let cells = encoded(drawn, columns: columns)
            #expect(text(cells) == expected)
            #expect(cells.reduce(0) { $0 + Int($1.width) } == columns)
        }

        @Test(
            "Without UTF-8 a glyph that is not ASCII is a question mark as wide as it was",
            arguments: [("é", "?   "), ("漢", "?   "), ("e\u{301}", "e   "), ("│x", "?x  ")])
        func ascii(drawn: String, expected: String) {
            #expect(text(encoded(drawn, columns: 4, isUTF8: false)) == expected)
        }

        @Test("A glyph that libc measures otherwise than the canvas is replaced, the row keeps its width")
        func disagreement() {
            _ = jt_locale("C.UTF-8")
            let wrong = Canvas.Cell(Glyph("a\u{308}".unicodeScalars.first ?? "a", width: 2), Style())
            let tooWide = Canvas.Cell(Glyph("漢", width: 1), Style())
            let encoder = CellEncoder(palette: Palette(isMono: false), isUTF8: true)
            let cells = encoder.cells([wrong, tooWide], columns: 4)
            #expect(text(cells) == "? ? ")
        }

        /// AHOM CONSONANT SIGN MEDIAL RA, which Unicode moved from one class of marks to the other.
        static let knownDifferences: Set<UInt32> = [0x1171E]

        @Test("Wherever the canvas claims a width, libc agrees, but for what is known and replaced")
        func agreesWithLibc() throws {
            #expect(jt_locale("C.UTF-8"))
            let encoder = CellEncoder(palette: Palette(isMono: true), isUTF8: true)
            var differing: Set<UInt32> = []
            var claims = 0
            for value in UInt32(0x20)...0x3FFFF {
                guard let scalar = Unicode.Scalar(value), let claimed = claimedWidth(of: scalar) else { continue }
                claims += 1
                guard jt_width(value) != claimed else { continue }
                differing.insert(value)
                let cell = Canvas.Cell(Glyph(scalar, width: max(1, claimed)), Style())
                #expect(text(encoder.cells([cell], columns: 2)) == "? ")
            }
            #expect(claims > 100_000)
            let unexpected = differing.subtracting(Self.knownDifferences)
            #expect(unexpected.isEmpty, "\(unexpected.sorted().map { String($0, radix: 16) })")
        }

        /// nil: the canvas does not draw it at all.
        private func claimedWidth(of scalar: Unicode.Scalar) -> Int? {
            switch TextWidth(scalar) {
            case .one: 1
            case .two: 2
            case .zero: 0
            case .unknown: nil
            }
        }
    }
}
