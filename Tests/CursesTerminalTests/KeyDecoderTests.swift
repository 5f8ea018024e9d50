import Canvas
import CursesTerminal
import Testing

@Suite("Key decoder")
struct KeyDecoderTests {
    private func events(_ keys: [RawKey]) -> [TerminalEvent] {
        var decoder = KeyDecoder()
        return keys.compactMap { decoder.decode($0) }
    }

    private func bytes(_ text: String) -> [RawKey] { text.utf8.map { .byte($0) } }

    @Test(
        "Each named key of ncurses has its key here",
        arguments: zip(
            RawKey.Name.allCases,
            [.up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .backTab, .backspace, .delete] as [Key]
        ))
    func named(name: RawKey.Name, key: Key) { #expect(events([.named(name)]) == [.key(key)]) }

    @Test(
        "Control characters become keys",
        arguments: [
            (0x00, .control("@")), (0x01, .control("a")), (0x08, .backspace), (0x09, .tab), (0x0A, .enter),
            (0x0D, .enter), (0x1A, .control("z")), (0x1B, .escape), (0x1C, .control("\\")), (0x1F, .control("_")),
            (0x20, .character(" ")), (0x7E, .character("~")), (0x7F, .backspace),
        ] as [(UInt8, Key)])
    func control(byte: UInt8, key: Key) { #expect(events([.byte(byte)]) == [.key(key)]) }

    @Test("Every byte below 0x80 is one key", arguments: UInt8(0)..<0x80)
    func ascii(byte: UInt8) { #expect(events([.byte(byte)]).count == 1) }

    @Test("Function keys keep their number, and unknown keys are nothing")
    func function() {
        #expect(events([.function(1), .other, .function(12)]) == [.key(.function(1)), .key(.function(12))])
    }

    @Test("Characters are put together from their bytes", arguments: ["é", "漢", "\u{1F680}", "я"])
    func characters(text: String) { #expect(events(bytes(text)) == [.key(.character(Character(text)))]) }

    @Test(
        "Bytes that make no character are dropped, and what follows is read",
        arguments: [
            [0xFF], [0xC3], [0xC3, 0xC3], [0x80], [0xE6, 0xBC], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xC2, 0x9B],
        ] as [[UInt8]])
    func malformed(garbage: [UInt8]) {
        #expect(events(garbage.map { .byte($0) } + bytes("a")) == [.key(.character("a"))])
        #expect(events(garbage.map { .byte($0) } + bytes("é")) == [.key(.character("é"))])
    }

    @Test("Focus changes are told even in the middle of a paste")
    func focus() {
        #expect(events([.focused(true), .pasteStarted, .focused(false)]) == [.focused(true), .focused(false)])
    }

    @Test(
        "A paste is one event with line feeds for line ends",
        arguments: [
            ("", ""), ("abc", "abc"), ("a\rb", "a\nb"), ("a\r\nb\n", "a\nb\n"), ("\u{1B}q\u{03}", "\u{1B}q\u{03}"),
            ("é漢", "é漢"),
        ])
    func paste(typed: String, pasted: String) {
        #expect(events([.pasteStarted] + bytes(typed) + [.pasteEnded]) == [.pasted(pasted)])
    }

    @Test("Keys inside a paste are no keys")
    func keysInPaste() {
        #expect(events([.pasteStarted, .named(.up), .function(1), .byte(0x61), .pasteEnded]) == [.pasted("a")])
    }

    @Test("An end without a beginning is nothing, and a second beginning is none")
    func unbalanced() {
        #expect(events([.pasteEnded] + bytes("a")) == [.key(.character("a"))])
        #expect(events([.pasteStarted, .byte(0x61), .pasteStarted, .byte(0x62), .pasteEnded]) == [.pasted("ab")])
    }

    @Test("A paste is bounded, and its bound may fall into a character")
    func longPaste() throws {
        let keys = [RawKey.pasteStarted] + bytes(String(repeating: "漢", count: 30_000)) + [.pasteEnded]
        guard case .pasted(let text) = try #require(events(keys).first) else { return #expect(Bool(false)) }
        #expect(text.unicodeScalars.count == KeyDecoder.pasteLimit / 3 + 1)
        #expect(text.hasPrefix("漢漢"))
    }

    @Test("A paste without an end is ended from outside, once")
    func abandoned() {
        var decoder = KeyDecoder()
        #expect(decoder.endPaste() == nil)
        _ = decoder.decode(.pasteStarted)
        _ = decoder.decode(.byte(0x61))
        #expect(decoder.isPasting)
        #expect(decoder.endPaste() == .pasted("a"))
        #expect(!decoder.isPasting && decoder.endPaste() == nil)
    }
}
