import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The mouse")
struct MouseTests {
    private func click(_ row: Int, column: Int = 5) -> Dashboard.Message {
        .terminal(.mouse(MouseEvent(.click, row: row, column: column)))
    }

    @Test("It is off until somebody asks for it")
    func toggles() {
        var dashboard = Scenario.session()
        #expect(dashboard.press(.character("M")) == [.mouse(true)])
        #expect(dashboard.press(.character("M")) == [.mouse(false)])
    }

    @Test(
        "A click selects the row under it as it was drawn, and a second one opens it", arguments: [(80, 24), (120, 40)])
    func clicks(_ columns: Int, _ rows: Int) throws {
        var dashboard = Scenario.session(columns: columns, rows: rows)
        let canvas = dashboard.draw()
        let row = try #require((3..<rows).first { canvas.text(row: $0).contains("/v1/items/43") })
        // What comes between the frame and the click moves nothing.
        dashboard.take(Scenario.hit(1197, "14:32:09", "GET", "/", 200, 5))
        dashboard.tell(click(row))
        _ = dashboard.draw()
        #expect(dashboard.selectedFlow?.id == FlowID(1191))
        #expect(!dashboard.flowsPosition.isFollowing && dashboard.inspector == nil)
        let again = try #require((3..<rows).first { dashboard.render().text(row: $0).contains("/v1/items/43") })
        dashboard.tell(click(again))
        #expect(dashboard.inspector?.flow == FlowID(1191))
    }

    @Test("A click elsewhere does nothing, nor any while a question is asked", arguments: [0, 1, 2, 22, 23, 100])
    func elsewhere(_ row: Int) {
        var dashboard = Scenario.session()
        let before = dashboard.render()
        dashboard.tell(click(row))
        #expect(dashboard.render() == before)
        dashboard.press(.character("2"), .character("x"))
        let asked = dashboard.render()
        for row in 0..<24 { dashboard.tell(click(row)) }
        dashboard.tell(.terminal(.mouse(MouseEvent(.wheelDown, row: 5, column: 5))))
        #expect(dashboard.render() == asked)
    }

    @Test("The wheel goes three rows")
    func wheel() throws {
        var dashboard = Scenario.session()
        let first = try #require(dashboard.selectedKey(in: .flows))
        dashboard.tell(.terminal(.mouse(MouseEvent(.wheelUp, row: 5, column: 5))))
        #expect(dashboard.selectedKey(in: .flows) == first - 3)
        dashboard.tell(.terminal(.mouse(MouseEvent(.wheelDown, row: 5, column: 5))))
        #expect(dashboard.selectedKey(in: .flows) == first)
    }
}
