import Canvas
import Testing

@Suite("Text width")
struct TextWidthTests {
    @Test(
        "Each kind of character has its width",
        arguments: [
            (" ", .one), ("~", .one), ("é", .one), ("ß", .one), ("Я", .one), ("│", .one), ("\u{301}", .zero),
            ("\u{20DD}", .zero), ("\u{1161}", .zero), ("漢", .two), ("あ", .two), ("한", .two), ("Ａ", .two),
            ("ﾊ", .one), ("\u{1F680}", .two), ("\u{0}", .unknown), ("\u{7F}", .unknown), ("\u{9B}", .unknown),
            ("\u{AD}", .unknown), ("\u{200B}", .unknown), ("\u{E000}", .unknown), ("\u{1FAE8}", .unknown),
            ("\u{10FFFF}", .unknown), ("\u{3164}", .unknown),
        ] as [(Unicode.Scalar, TextWidth)])
    func widths(scalar: Unicode.Scalar, width: TextWidth) { #expect(TextWidth(scalar) == width) }
}
