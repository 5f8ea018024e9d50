import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Searching in a text")
struct FindingTests {
    /// The claims of token A, in a window that shows a few of them.
    private func claims() -> Dashboard {
        Scenario.session(columns: 80, rows: 16).pressed([.character("2"), .enter])
    }

    private func marked(_ dashboard: Dashboard) -> [String] {
        let canvas = dashboard.render()
        return (2..<14).compactMap { row in
            let glyphs = (0..<80).filter { canvas[row, $0].style.role == .match }.compactMap { canvas[row, $0].glyph }
            return glyphs.isEmpty ? nil : String(String.UnicodeScalarView(glyphs.flatMap(\.scalars)))
        }
    }

    @Test("What is typed is marked and scrolled to, and Esc goes back to where the reader was")
    func finds() throws {
        var dashboard = claims()
        let before = dashboard.scrollOffset
        dashboard.press(.character("/"))
        dashboard.type("sts")
        #expect(marked(dashboard).allSatisfy { $0.lowercased().hasPrefix("sts") })
        #expect(!marked(dashboard).isEmpty)
        #expect(dashboard.render().text(row: 14).hasPrefix(" / sts_"))
        dashboard.press(.escape)
        #expect(dashboard.scrollOffset == before)
        #expect(marked(dashboard).isEmpty)
        #expect(dashboard.place == .reader)
    }

    @Test("n and N go from match to match, and round the ends")
    func steps() {
        var dashboard = claims()
        dashboard.press(.character("/"))
        dashboard.type("sts")
        dashboard.press(.enter)
        let count = dashboard.bodyLines.count { $0.text.lowercased().contains("sts") }
        #expect(count > 1)
        let first = dashboard.find.line
        for _ in 1..<count { dashboard.press(.character("n")) }
        #expect(dashboard.toast?.text == "\"sts\" \(count) of \(count)")
        dashboard.press(.character("n"))
        #expect(dashboard.find.line == first)
        #expect(dashboard.toast?.text == "\"sts\" 1 of \(count), round the end")
        dashboard.press(.character("N"))
        #expect(dashboard.toast?.text == "\"sts\" \(count) of \(count), round the end")
    }

    @Test("A filter's word is what n looks for, until something else is")
    func filterWord() {
        var dashboard = Scenario.session(holding: 1187)
        dashboard.press(.character("/"))
        dashboard.type("\"not accepted\"")
        dashboard.press(.enter, .enter)
        #expect(dashboard.place == .inspector)
        #expect(dashboard.soughtText == "not accepted")
        dashboard.press(.character("n"))
        #expect(dashboard.toast?.text.hasPrefix("\"not accepted\" 1 of") == true)
    }

    @Test("What is not there is said so")
    func nothing() {
        var dashboard = claims()
        dashboard.press(.character("n"))
        #expect(dashboard.toast?.text == "nothing to look for yet: / looks for a text in here")
        dashboard.press(.character("/"))
        dashboard.type("zebra")
        #expect(dashboard.render().text(row: 14).hasSuffix("not found"))
        dashboard.press(.enter, .character("n"))
        #expect(dashboard.toast?.text == "\"zebra\" is not in this text")
    }

    @Test(
        "Every occurrence is marked, in any case unless there is a capital",
        arguments: [
            ("aud", "Aud aud", "mmm.mmm"), ("Aud", "Aud aud", "mmm...."), ("aa", "aaa", "mm."), ("日", "x日x", ".m."),
            ("x", "", ""),
        ])
    func marks(text: String, line: String, roles: String) {
        let marked = Line(line).marking(text)
        let found = marked.pieces.flatMap { piece in piece.glyphs.map { _ in piece.role == .match ? "m" : "." } }
        #expect(found.joined() == roles)
        #expect(marked.text == line)
    }
}
