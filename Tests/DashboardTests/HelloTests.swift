import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Before the first request")
struct HelloTests {
    private func hello(
        columns: Int = 80, rows: Int = 24, _ change: (inout Dashboard.Configuration) -> Void = { _ in }
    ) -> Dashboard {
        var configuration = Scenario.configuration(columns: columns, rows: rows)
        change(&configuration)
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.beginning)
        return dashboard
    }

    @Test("The screen says what to press: the line to copy, a token without a request, a session without an account")
    func offers() {
        let text = hello().render().text
        #expect(text.contains("   y               copies that line"))
        #expect(text.contains("   :mint AUDIENCE  asks STS for a token now, no request needed"))
        #expect(text.contains("   jotop demo      the same screens with no AWS account at all"))
    }

    @Test("What cannot be done is not offered")
    func withheld() {
        let demo = hello { $0.isDemo = true }.render().text
        #expect(!demo.contains("jotop demo ") && demo.contains(":mint AUDIENCE"))
        let readOnly = hello { $0.isReadOnly = true }.render().text
        #expect(!readOnly.contains(":mint") && readOnly.contains("copies that line"))
    }

    @Test("Where there is no room, these lines go first")
    func small() {
        let text = hello(columns: 60, rows: 12).render().text
        #expect(!text.contains(":mint") && text.contains("credentials"))
    }

    @Test("y copies the line at once")
    func copies() {
        var dashboard = hello()
        guard case .copy(let clip)? = dashboard.press(.character("y")).first else {
            return #expect(Bool(false), "nothing was copied")
        }
        #expect(clip.text == "curl -H 'X-Upstream-Host: api.example.com' http://127.0.0.1:8080/")
        #expect(dashboard.place == .flows)
    }

    @Test("Hints are of keys that are of use before there is a row", arguments: ["1", "2", "3"])
    func hints(view: String) {
        let start = view == "3" ? Dashboard(Scenario.configuration()) : hello()
        let line = HintsLine(start.pressed([.character(Character(view))])).line.text
        for word in [": command", "P preflight", "q quit", "y copy"] { #expect(line.contains(word), "\(word)") }
        for word in ["problems", "filter", "pause", "follow", "times"] {
            #expect(!line.contains(word), "\(word)")
        }
    }
}
