import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Tokens in an order of their own")
struct TokenOrderTests {
    /// A healthy with 32 minutes left, B with 52, C refused, D young.
    private var tokens: Dashboard { Scenario.session().pressed([.character("2")]) }

    private func order(_ dashboard: Dashboard) -> String {
        let keys = dashboard.keys(of: .tokens)
        return (0..<keys.count).compactMap { dashboard.shown.tokens[keys[$0]]?.handle.description }.joined()
    }

    @Test("s goes through the columns and back to the order of first use; what says nothing comes last")
    func sorts() {
        var dashboard = tokens
        #expect(order(dashboard) == "ABCD")
        var seen: [String: String] = [:]
        for _ in 0..<20 {
            dashboard.press(.character("s"))
            guard let sort = dashboard.tokenSort else { break }
            seen[sort.column.rawValue] = order(dashboard)
            #expect(dashboard.render().text(row: 1).contains("BY \(dashboard.sortTitle(sort))"))
        }
        #expect(dashboard.tokenSort == nil && order(dashboard) == "ABCD")
        #expect(seen["LEFT"] == "ABDC")
        #expect(seen["NEXT"] == "CABD")
        #expect(seen["STATE"]?.first == "C")
        #expect(seen["!!"]?.hasPrefix("AB") == true || seen["!!"]?.hasPrefix("BC") == true)
        #expect(seen["USES"]?.hasPrefix("A") == true)
        #expect(seen["AUDIENCE"] == "ABCD")
    }

    @Test("I turns the order round, and the first row of it is selected")
    func inverts() {
        var dashboard = tokens.pressed([.down, .character("s")])
        #expect(dashboard.selectedToken?.handle.description == "A")
        dashboard.press(.character("I"))
        #expect(order(dashboard) == "DBAC")
        #expect(dashboard.selectedToken?.handle.description == "D")
        var plain = tokens.pressed([.character("I")])
        #expect(plain.toast?.text == "in order of first use: s sorts by a column")
        plain.press(.character("s"))
        #expect(plain.tokenSort?.column == .left)
    }

    @Test("A row that changes moves a second later, never while keys are pressed; the selected one stays where it is")
    func reorders() {
        var dashboard = tokens.pressed([.character("s"), .down])
        #expect(dashboard.selectedToken?.handle.description == "B")
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:08", took: 1, reason: .due))
        #expect(order(dashboard) == "ABDC")
        dashboard.tell(.tick(now: Scenario.time("14:32:09")))
        #expect(order(dashboard) == "BDAC")
        #expect(dashboard.selectedToken?.handle.description == "B")
        dashboard.tell(.tick(now: Scenario.time("14:32:20")))
        dashboard.press(.down)
        dashboard.take(Scenario.mint(Scenario.billing, "B", 1, 2, at: "14:32:20", took: 1, reason: .due))
        dashboard.tell(.tick(now: Scenario.time("14:32:20.300")))
        #expect(order(dashboard) == "BDAC", "a key was pressed a moment ago")
        dashboard.tell(.tick(now: Scenario.time("14:32:21")))
        #expect(order(dashboard) == "DABC")
        #expect(dashboard.selectedToken?.handle.description == "D")
    }

    @Test("A filter and an order go together")
    func filtered() {
        var dashboard = tokens.pressed([.character("s"), .character("I"), .character("/")])
        dashboard.type("aud:billing|lake")
        dashboard.press(.enter)
        #expect(order(dashboard) == "DB")
        dashboard.press(.escape)
        #expect(order(dashboard) == "DBAC")
    }

    @Test("o from a flow selects its token, whatever order and filter the list has")
    func otherEnd() {
        var dashboard = tokens.pressed([.character("s"), .character("/")])
        dashboard.type("aud:lake")
        dashboard.press(.enter, .character("1"))
        while dashboard.selectedFlow?.id != FlowID(1187) { dashboard.press(.up) }
        dashboard.press(.character("o"))
        #expect(dashboard.view == .tokens)
        #expect(dashboard.selectedToken?.audiences == Scenario.billing)
    }

    @Test("While paused the picture can be put in another order, and stays in it")
    func paused() {
        var dashboard = tokens.pressed([.character("p"), .character("s")])
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:09", took: 1, reason: .due))
        dashboard.tell(.tick(now: Scenario.time("14:32:12")))
        #expect(order(dashboard) == "ABDC")
        dashboard.press(.character("p"))
        dashboard.tell(.tick(now: Scenario.time("14:32:14")))
        #expect(order(dashboard) == "BDAC")
    }
}
