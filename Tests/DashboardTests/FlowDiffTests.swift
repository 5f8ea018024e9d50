import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Two marked requests")
struct FlowDiffTests {
    private static let space = Key.character(" ")

    /// Marks two flows, the later one first.
    private static func marked(_ one: UInt64, _ other: UInt64, columns: Int = 80, rows: Int = 24) -> Dashboard {
        var dashboard = Scenario.session(holding: max(one, other), columns: columns, rows: rows).pressed([space])
        while let flow = dashboard.selectedFlow, flow.id.number > min(one, other) { dashboard.press(.character("k")) }
        return dashboard.pressed([space])
    }

    private static func lines(_ dashboard: Dashboard) -> [String] { dashboard.bodyLines.map(\.text) }

    @Test("d compares exactly these two, whatever row is selected")
    func exactlyTwo() {
        var dashboard = Self.marked(1180, 1187)
        #expect(dashboard.toast?.text == "2 flows are marked: d compares them, e exports them")
        dashboard.press(.down, .down, .character("d"))
        #expect(dashboard.reader?.subject == .flowDiff(former: FlowID(1180), latter: FlowID(1187)))
        let lines = Self.lines(dashboard)
        #expect(lines[0].hasPrefix("#1180  GET billing.example.net/v2/invoices/2026-10  401"))
        #expect(lines[1].hasPrefix("#1187  GET billing.example.net/v2/invoices  401"))
        #expect(lines.contains { $0.hasPrefix(" ~ path") && $0.contains("->") })
        #expect(lines.contains { $0.hasPrefix("   host") && $0.contains("billing.example.net") })
        #expect(lines.contains { $0.hasPrefix("   www-authenticate") })
        #expect(lines.contains("Both carried B1: every claim is the same."))
        dashboard.press(.escape)
        #expect(dashboard.place == .flows)
    }

    @Test("Where they carried two tokens, the claims of both are compared")
    func tokens() {
        let dashboard = Self.marked(1180, 1181, columns: 120, rows: 40).pressed([.character("d")])
        let lines = Self.lines(dashboard)
        #expect(lines.contains { $0.hasPrefix(" ~ token") && $0.contains("B1") && $0.contains("A3") })
        #expect(lines.contains { $0.hasPrefix("B1 ") && $0.contains("->  A3") })
        #expect(lines.contains { $0.contains("aud") && $0.contains("https://api.example.com") })
    }

    @Test("A request that got no token says so")
    func withoutToken() {
        let lines = Self.lines(Self.marked(1187, 1189).pressed([.character("d")]))
        #expect(lines.contains("No token was sent by #1189."))
        #expect(lines.contains { $0.hasPrefix(" ~ status") && $0.contains("401") && $0.contains("502") })
    }

    @Test("One mark or three compare nothing: d means the token of the selected row", arguments: [1, 3])
    func otherwise(count: Int) {
        var dashboard = Scenario.session(holding: 1187)
        for _ in 0..<count { dashboard.press(Self.space, .up) }
        dashboard.press(.character("d"))
        if case .flowDiff? = dashboard.reader?.subject { #expect(Bool(false), "two requests were compared") }
    }

    @Test("An open inspector asks for its own token")
    func inspector() {
        var dashboard = Self.marked(1180, 1187).pressed([.enter, .character("d")])
        #expect(dashboard.toast?.text.contains("first of its kind") == true)
        dashboard.press(.escape)
        #expect(dashboard.place == .flows)
    }

    @Test("No hide level lets through what it hides, and equal shapes are still told apart", arguments: 1...3)
    func hidden(level: Int) {
        var dashboard = Self.marked(1180, 1187)
        _ = dashboard.run("hide \(level)")
        let text = Self.lines(dashboard.pressed([.character("d")])).joined(separator: "\n")
        #expect(!text.contains("123456789012"))
        #expect(level < 2 || !text.contains("billing.example.net"))
        #expect(text.contains(" ~ path"))
    }

    @Test("Marks decide what is exported, whatever the filter shows")
    func exports() throws {
        var dashboard = Self.marked(1180, 1187)
        dashboard.press(.character("!"), .character("e"))
        #expect(dashboard.render().text.contains("export 2 marked rows, hide level 1"))
        guard case .write(let file)? = dashboard.press(.character("n")).first else {
            return #expect(Bool(false), "no file")
        }
        #expect(file.name == "NDJSON of 2 flows")
        let rows = file.contents.split(separator: "\n").dropFirst()
        #expect(rows.count == 2)
        #expect(rows.first?.contains("\"flow\":1180") == true)
        var inspected = dashboard.pressed([.enter, .character("e")])
        guard case .write(let one)? = inspected.press(.character("n")).first else {
            return #expect(Bool(false), "no file")
        }
        #expect(one.name == "NDJSON of 1 flow")
    }

    @Test("Flows that are not kept any more are said to be gone")
    func gone() {
        let scene = Scenario.session().scene
        #expect(
            FlowDiffText(FlowID(9_998), FlowID(9_999), scene, width: 80).lines.map(\.text) == [
                "#9998 or #9999 is not kept any more: there is nothing to compare."
            ])
    }
}
