import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Choosing columns")
struct ColumnsTests {
    private static let open = Key.character("C")
    private static let space = Key.character(" ")

    private static func header(_ dashboard: Dashboard) -> [Substring] {
        dashboard.render().text(row: 2).split(separator: " ")
    }

    /// Opens the list and goes to a column.
    private static func at(_ name: String, _ dashboard: Dashboard) -> Dashboard {
        var dashboard = dashboard.pressed([open])
        let rows = dashboard.columns.rows(of: dashboard.view)
        for _ in 0..<(rows.firstIndex { $0.name == name } ?? 0) { dashboard.press(.down) }
        return dashboard
    }

    private static func turned(_ name: String, _ dashboard: Dashboard) -> Dashboard {
        at(name, dashboard).pressed([space, .escape])
    }

    @Test("A column that nobody needs goes, and one on demand comes, with its rows")
    func shows() {
        var dashboard = Self.turned("METH", Scenario.session(holding: 1187))
        #expect(!Self.header(dashboard).contains("METH"))
        dashboard = Self.turned("AGE", dashboard)
        #expect(Self.header(dashboard).last == "AGE")
        let row = (0..<24).map { dashboard.render().text(row: $0) }.first { $0.hasPrefix(">") }
        #expect(row?.hasSuffix("7m32") == true)
    }

    @Test(
        "Each change is seen at once, and Esc hands the choice over to be kept; without a change there is nothing to keep"
    )
    func kept() {
        var dashboard = Self.at("LEFT", Scenario.session())
        dashboard.press(Self.space)
        #expect(!Self.header(dashboard).contains("LEFT"))
        #expect(dashboard.render().text.contains("[ ] LEFT"))
        #expect(dashboard.press(.escape) == [.keepColumns(dashboard.columns)])
        #expect(dashboard.place == .flows)
        dashboard.press(Self.open)
        #expect(dashboard.press(.character("C")) == [])
    }

    @Test("A column moves to the left and to the right, and no further than the ends")
    func moves() {
        var dashboard = Self.at("ST", Scenario.session()).pressed(Array(repeating: .left, count: 20))
        #expect(Self.header(dashboard).first == "ST")
        dashboard.press(.right)
        dashboard.press(.escape)
        #expect(dashboard.columns.flows.entries.map(\.column.name).prefix(3) == ["ID", "ST", "TIME"])
    }

    @Test("What is shown on wide screens only can be had on narrow ones, and nowhere")
    func wishes() {
        let narrow = Scenario.session()
        #expect(!Self.header(narrow).contains("ID"))
        let never = Self.turned("ID", narrow)
        #expect(never.columns.flows.entries.first?.wish == .never)
        let always = Self.turned("ID", never)
        #expect(Self.header(always).contains("ID"))
        let wide = Self.turned("ID", Scenario.session(columns: 120, rows: 40))
        #expect(!Self.header(wide).contains("ID"))
    }

    @Test("0 brings back what there was at first, in this view alone")
    func reset() {
        var dashboard = Self.turned("LEFT", Scenario.session())
        dashboard = Self.turned("USES", dashboard.pressed([.character("2")]))
        #expect(!Self.header(dashboard).contains("USES"))
        dashboard.press(.character("1"), Self.open, .character("0"), .escape)
        #expect(Self.header(dashboard).contains("LEFT"))
        #expect(!Self.header(dashboard.pressed([.character("2")])).contains("USES"))
    }

    @Test("The last column stays")
    func last() {
        var dashboard = Scenario.session()
        for entry in dashboard.columns.flows.entries where entry.wish == .always {
            dashboard = Self.turned(entry.column.name, dashboard)
        }
        #expect(dashboard.columns.flows.entries.count { $0.wish == .always } == 1)
        #expect(dashboard.toast?.text == "one column has to stay")
    }

    @Test("Tokens have columns of their own on demand", arguments: ["AGE", "ALG", "KID"])
    func tokens(name: String) {
        let dashboard = Self.turned(name, Scenario.session(columns: 120, rows: 40).pressed([.character("2")]))
        #expect(Self.header(dashboard).contains(Substring(name)))
        let row = dashboard.render().text(row: 3)
        #expect(row.contains(name == "AGE" ? "27m08" : name == "ALG" ? "RS256" : "5f..c2"))
    }

    @Test("No arrangement draws a column over another, at any width", arguments: [60, 80, 99, 100, 120, 160, 200])
    func widths(columns: Int) {
        var everything = ColumnSet<FlowColumns.Column>()
        for index in everything.entries.indices where everything.entries[index].wish != .always {
            while everything.entries[index].wish != .always { _ = everything.turn(index) }
        }
        for wishes in [ColumnSet(), everything, ColumnSet(["+PATH", "-ST", "+TIME"])] {
            let placed = FlowColumns(width: columns, timeWidth: 12, wishes: wishes).placed
            for (one, next) in zip(placed, placed.dropFirst()) { #expect(one.start + one.width < next.start) }
            #expect(placed.allSatisfy { $0.width > 0 })
            #expect((placed.last.map { $0.start + $0.width } ?? 0) <= columns)
        }
    }

    @Test("A sort by a column that goes ends with it")
    func sorted() {
        var dashboard = Scenario.session().pressed([.character("s"), .character("s"), .character("s")])
        #expect(dashboard.flowsListing.sort?.column == .left)
        dashboard = Self.turned("LEFT", dashboard)
        #expect(dashboard.flowsListing.sort == nil)
        #expect(dashboard.toast?.text == "by time again: the column that it was sorted by is gone")
    }

    // MARK: - The file

    @Test("What is written is read again")
    func roundTrip() {
        var choice = ColumnChoice()
        _ = choice.turn(4, in: .flows)
        _ = choice.move(4, by: -2, in: .flows)
        _ = choice.turn(12, in: .tokens)
        #expect(choice != ColumnChoice())
        #expect(ColumnChoice(choice.text) == choice)
        var dashboard = Scenario.session()
        dashboard.tell(.columnsKept(choice))
        #expect(dashboard.columns == choice)
    }

    @Test(
        "Whatever stands in the file, every column is there once, and one is shown",
        arguments: [
            "", "flows", "flows +NOPE -NOPE ?ID", "flows +PATH +PATH", "flows -TIME\nflows +ST", "\u{1B}[2J flows +ST",
            "flows " + FlowColumns.Column.allCases.map { "-\($0.name)" }.joined(separator: " "),
        ])
    func tolerant(text: String) {
        let entries = ColumnChoice(text).flows.entries
        #expect(Set(entries.map(\.column)) == Set(FlowColumns.Column.allCases))
        #expect(entries.count == FlowColumns.Column.allCases.count)
        #expect(entries.contains { $0.wish == .always })
    }
}
