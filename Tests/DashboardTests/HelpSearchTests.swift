import Canvas
import Testing

@testable import Dashboard

@Suite("Searching the help")
struct HelpSearchTests {
    private func lines(_ dashboard: Dashboard) -> String {
        let canvas = dashboard.render()
        return (4..<22).map { canvas.text(row: $0) }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    @Test("Only lines with what is typed are left; Enter keeps them, Esc leaves the line, and Esc again closes")
    func search() {
        var dashboard = Scenario.session().pressed([.character("?")])
        let all = lines(dashboard)
        dashboard.press(.character("/"))
        dashboard.type("evict")
        #expect(dashboard.place == .finding)
        #expect(lines(dashboard).contains("undo refresh or evict"))
        #expect(!lines(dashboard).contains("half page"))
        #expect(dashboard.render().text(row: 22).hasPrefix(" / evict"))
        dashboard.press(.enter)
        #expect(dashboard.place == .help)
        #expect(!lines(dashboard).contains("half page"))
        let kept = lines(dashboard)
        dashboard.press(.character("/"), .control("u"))
        dashboard.type("quit")
        #expect(lines(dashboard) != kept)
        dashboard.press(.escape)
        #expect(dashboard.place == .help)
        #expect(lines(dashboard) == kept)
        dashboard.press(.character("/"), .control("u"), .enter)
        #expect(lines(dashboard) == all)
        dashboard.press(.escape)
        #expect(dashboard.place == .flows)
    }

    @Test("What no key does is said, and the next help begins anew")
    func nothing() {
        var dashboard = Scenario.session().pressed([.character("?"), .character("/")])
        dashboard.type("zzz")
        #expect(lines(dashboard).contains("no key here does that"))
        dashboard.press(.enter, .escape, .character("?"))
        #expect(!lines(dashboard).contains("no key here does that"))
    }

    @Test("A paste and Ctrl-u change the line, and nothing else")
    func editing() {
        var dashboard = Scenario.session().pressed([.character("?"), .character("/")])
        dashboard.tell(.terminal(.pasted("undo")))
        #expect(dashboard.helpSearch.text == "undo")
        dashboard.press(.control("u"))
        #expect(dashboard.helpSearch.text.isEmpty)
        #expect(dashboard.place == .finding)
    }

    @Test("Every action has words") func words() {
        for action in Action.allCases { #expect(action.words != action.rawValue, "\(action)") }
    }
}
