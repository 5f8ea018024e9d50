import Canvas
import Testing

@testable import Dashboard

@Suite("The line of a prompt")
struct LineEditorTests {
    /// Types a script: letters as they are, anything else by its key.
    private func editor(_ text: String, _ keys: [Key] = []) -> LineEditor {
        var editor = LineEditor(text)
        for key in keys { _ = editor.pressed(key) }
        return editor
    }

    @Test(
        "Every editing key does what it does in a shell",
        arguments: [
            ([], "st:4xx host", 11), ([.character("s")], "st:4xx hosts", 12), ([.backspace], "st:4xx hos", 10),
            ([.home, .character("!")], "!st:4xx host", 1), ([.control("a"), .delete], "t:4xx host", 0),
            ([.left, .left, .control("k")], "st:4xx ho", 9), ([.control("w")], "st:4xx ", 7),
            ([.control("w"), .control("w")], "", 0), ([.control("u")], "", 0),
            ([.home, .end, .character("s")], "st:4xx hosts", 12), ([.home, .left, .backspace], "st:4xx host", 0),
            ([.left, .control("f"), .right, .character("s")], "st:4xx hosts", 12),
            ([.control("a"), .control("d"), .control("e")], "t:4xx host", 10),
        ] as [([Key], String, Int)])
    func edits(keys: [Key], text: String, cursor: Int) {
        let editor = editor("st:4xx host", keys)
        #expect(editor.text == text)
        #expect(editor.cursor == cursor)
    }

    @Test(
        "A key that is none of an editor's is left to the prompt", arguments: [Key.enter, .escape, .tab, .function(1)])
    func ignores(key: Key) {
        var editor = LineEditor("x")
        let outcome = editor.pressed(key)
        #expect(outcome == .ignored)
        #expect(editor.text == "x")
    }

    @Test("Letters of any script are one key each to erase")
    func characters() {
        #expect(editor("e\u{301}日", [.backspace]).text == "e\u{301}")
        #expect(editor("e\u{301}日", [.backspace, .backspace]).text == "")
    }

    @Test("What is pasted becomes one clean line where the cursor stands")
    func pastes() {
        var editor = editor("ab", [.left])
        editor.pasted("1\r\n2\t3\u{1B}[31m\u{202E}")
        #expect(editor.text == "a1 2 3[31mb")
        editor.pasted(String(repeating: "x", count: 5_000))
        #expect(editor.text.count == LineEditor.limit)
    }

    @Test("Up and Down go through the history, and come back to what was being typed")
    func recalls() {
        let history = LineHistory(["one", "two", "one", "three"])
        var editor = LineEditor("draft")
        var seen: [String] = []
        for step in [1, 1, 1, 1, -1, -1, -1, -1] {
            if step > 0 { editor.older(in: history) } else { editor.newer(in: history) }
            seen.append(editor.text)
        }
        #expect(seen == ["three", "one", "two", "two", "one", "three", "draft", "draft"])
    }

    @Test("A history keeps each line once, and no blank ones")
    func history() {
        var history = LineHistory((0..<150).map { "line \($0)" })
        history.entered("  ")
        history.entered("line 100")
        #expect(history.lines.count == LineHistory.limit)
        #expect(history[0] == "line 100")
        #expect(history[1] == "line 149")
    }

    @Test("Completion replaces a word and leaves the cursor behind it")
    func replaces() {
        var editor = LineEditor("st:4xx hos ms>1")
        editor.replace(7..<10, with: "host:")
        #expect(editor.text == "st:4xx host: ms>1")
        #expect(editor.cursor == 12)
    }

    @Test(
        "The cursor is always in sight, and the note gives way to the text",
        arguments: [
            (12, 0, 60, " / abcdefghijkl                                5 of 9 match"),
            (12, 0, 34, " / abcdefghijkl"), (70, 0, 40, " / xyzabcdefghijklmnopqr   5 of 9 match"),
        ])
    func draws(count: Int, back: Int, columns: Int, row: String) {
        let letters = (0..<count).map { String(UnicodeScalar(UInt8(97 + $0 % 26))) }.joined()
        var canvas = Canvas(size: Canvas.Size(columns: columns, rows: 1))
        let prompt = PromptLine(
            LineEditor(letters), sign: "/", note: Line("5 of 9 match"), columns: 0..<columns)
        prompt.draw(on: &canvas, row: 0)
        let cursor = (0..<columns).first { canvas[0, $0].style.selection == .focused }
        #expect(cursor != nil)
        #expect(canvas.text(row: 0).replacing("_", with: " ").hasPrefix(row))
        #expect(prompt.column(of: count) == cursor)
    }
}
