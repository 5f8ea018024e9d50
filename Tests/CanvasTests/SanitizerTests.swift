import Canvas
import SeededNumbers
import Testing

@Suite("Sanitizer")
struct SanitizerTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        let cell: String
        let detail: String
        var isCleaned = true

        var testDescription: String { name }
    }

    static let table = [
        Row(name: "plain text", text: "GET /v1 é漢", cell: "GET /v1 é漢", detail: "GET /v1 é漢", isCleaned: false),
        Row(name: "escape sequence", text: "a\u{1B}[2Jb", cell: "a?[2Jb", detail: "a\\x1b[2Jb"),
        Row(name: "null", text: "\0", cell: "?", detail: "\\x00"),
        Row(name: "bell", text: "\u{07}", cell: "?", detail: "\\x07"),
        Row(name: "DEL", text: "\u{7F}", cell: "?", detail: "\\x7f"),
        Row(name: "C1, first and last", text: "\u{80}\u{9F}", cell: "??", detail: "\\x80\\x9f"),
        Row(name: "C1 CSI", text: "\u{9B}2J", cell: "?2J", detail: "\\x9b2J"),
        Row(name: "carriage return", text: "ok\rNO", cell: "ok?NO", detail: "ok\\rNO"),
        Row(name: "line feed", text: "a\nb", cell: "a?b", detail: "a\\nb"),
        Row(name: "both at once", text: "a\r\nb", cell: "a??b", detail: "a\\r\\nb"),
        Row(name: "tab", text: "a\tb", cell: "a?b", detail: "a\\tb"),
        Row(name: "line separators", text: "a\u{2028}b\u{2029}", cell: "a?b?", detail: "a<U+2028>b<U+2029>"),
        Row(name: "next line", text: "a\u{85}b", cell: "a?b", detail: "a\\x85b"),
        Row(name: "right-to-left override", text: "a\u{202E}b", cell: "ab", detail: "a<U+202E>b"),
        Row(name: "isolates", text: "\u{2066}a\u{2069}", cell: "a", detail: "<U+2066>a<U+2069>"),
        Row(name: "direction marks", text: "\u{200E}a\u{200F}\u{61C}", cell: "a", detail: "<U+200E>a<U+200F><U+061C>"),
        Row(name: "zero width space", text: "ad\u{200B}min", cell: "admin", detail: "ad<U+200B>min"),
        Row(name: "joiners", text: "a\u{200C}\u{200D}b", cell: "ab", detail: "a<U+200C><U+200D>b"),
        Row(name: "byte order mark", text: "\u{FEFF}a", cell: "a", detail: "<U+FEFF>a"),
        Row(
            name: "tag characters", text: "a\u{E0000}\u{E0041}\u{E007F}", cell: "a",
            detail: "a<U+E0000><U+E0041><U+E007F>"),
        Row(name: "variation selectors", text: "a\u{FE0F}b\u{E0100}", cell: "ab", detail: "a<U+FE0F>b<U+E0100>"),
        Row(name: "soft hyphen", text: "ad\u{AD}min", cell: "admin", detail: "ad<U+00AD>min"),
        Row(
            name: "invisible letters", text: "a\u{3164}\u{115F}\u{FFA0}b", cell: "ab",
            detail: "a<U+3164><U+115F><U+FFA0>b"),
        Row(
            name: "two marks", text: "e\u{301}\u{302}", cell: "e\u{301}\u{302}", detail: "e\u{301}\u{302}",
            isCleaned: false),
        Row(
            name: "too many marks", text: "e\u{301}\u{302}\u{303}\u{304}", cell: "e\u{301}\u{302}",
            detail: "e\u{301}\u{302}<U+0303><U+0304>"),
        Row(name: "mark without a base", text: "\u{301}a", cell: "a", detail: "<U+0301>a"),
        Row(name: "mark on a substitute", text: "\u{1B}\u{301}", cell: "?", detail: "\\x1b<U+0301>"),
        Row(name: "newer than most terminals", text: "\u{1FAE8}", cell: "?", detail: "<U+1FAE8>"),
        Row(name: "private use", text: "\u{E000}", cell: "?", detail: "<U+E000>"),
        Row(name: "unassigned", text: "\u{378}", cell: "?", detail: "<U+0378>"),
        Row(name: "noncharacter", text: "\u{FFFF}", cell: "?", detail: "<U+FFFF>"),
    ]

    @Test("Each kind of hostile text becomes what the design's table says", arguments: table)
    func cleans(row: Row) {
        let cell = Sanitizer.glyphs(row.text)
        let detail = Sanitizer.glyphs(row.text, for: .detail)
        #expect(Self.text(cell.glyphs) == row.cell)
        #expect(Self.text(detail.glyphs) == row.detail)
        #expect(cell.wasCleaned == row.isCleaned)
        #expect(detail.wasCleaned == row.isCleaned)
        #expect(Sanitizer.plain(row.text) == row.detail)
    }

    @Test(
        "How an emoji is to look is left out of a cell without a mark, and only there",
        arguments: [
            ("\u{2764}\u{FE0F}", false), ("\u{2764}\u{FE0E}", false), ("a\u{FE0F}", true), ("1\u{FE0F}", true),
            ("\u{FE0F}", true),
        ])
    func emojiStyle(text: String, isCleaned: Bool) {
        let cell = Sanitizer.glyphs(text)
        #expect(cell.wasCleaned == isCleaned)
        #expect(!Self.text(cell.glyphs).unicodeScalars.contains { $0.value >= 0xFE00 })
        #expect(Sanitizer.glyphs(text, for: .detail).wasCleaned)
    }

    @Test(
        "Bytes that are no UTF-8 are spelt out one by one, and what is text stays text",
        arguments: [
            ([0x61, 0xFF, 0x62], "a\\xffb"), ([0xC3, 0x28], "\\xc3("), ([0xC3, 0xA9], "é"), ([0xC3], "\\xc3"),
            ([0xE2, 0x82], "\\xe2\\x82"), ([0xE2, 0x82, 0x41, 0x42], "\\xe2\\x82AB"), ([0xC0, 0xAF], "\\xc0\\xaf"),
            ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"), ([0xF5, 0x80, 0x80, 0x80], "\\xf5\\x80\\x80\\x80"),
            ([0xF0, 0x9F, 0x92, 0xA9], "\u{1F4A9}"), ([0x1B, 0x5B, 0x4A], "\\x1b[J"), ([0xC2, 0x9B, 0x4A], "\\x9bJ"),
            ([0xFF, 0xC3, 0xA9, 0xFE, 0x7A], "\\xffé\\xfez"), ([], ""),
        ] as [([UInt8], String)])
    func bytes(bytes: [UInt8], text: String) { #expect(Sanitizer.plain(bytes: bytes) == text) }

    @Test("Random text never leaves a control, format or line-breaking character behind", arguments: 1...300)
    func noControls(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = random.hostileText()
        for place in [Sanitizer.Place.cell, .detail] {
            for glyph in Sanitizer.glyphs(text, for: place).glyphs {
                #expect((1...3).contains(glyph.scalars.count))
                #expect((1...2).contains(glyph.width))
                #expect(glyph.scalars.allSatisfy(Self.isHarmless), "\(text.unicodeScalars.map(\.value))")
            }
        }
        #expect(Sanitizer.plain(text).unicodeScalars.allSatisfy(Self.isHarmless))
        #expect(Sanitizer.plain(Sanitizer.plain(text)) == Sanitizer.plain(text), "cleaning twice changes nothing")
    }

    @Test("Random bytes never leave a control character behind", arguments: 1...100)
    func noControlsFromBytes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Sanitizer.plain(bytes: bytes).unicodeScalars.allSatisfy(Self.isHarmless))
    }

    @Test("Text that is UTF-8 reads the same as text and as bytes", arguments: 1...100)
    func bytesAndText(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let scalars = random.hostileText().unicodeScalars.filter { $0.properties.generalCategory != .nonspacingMark }
        let text = String(String.UnicodeScalarView(scalars))
        #expect(Sanitizer.plain(bytes: Array(text.utf8)) == Sanitizer.plain(text))
    }

    private static func text(_ glyphs: [Glyph]) -> String {
        String(String.UnicodeScalarView(glyphs.flatMap(\.scalars)))
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        let category = scalar.properties.generalCategory
        let forbidden: [Unicode.GeneralCategory] = [.control, .format, .lineSeparator, .paragraphSeparator]
        return !forbidden.contains(category) && !scalar.properties.isDefaultIgnorableCodePoint
    }
}
