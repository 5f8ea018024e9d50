import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("A key means the row that its presser saw")
struct DrawnRowTests {
    private func arrivals(_ range: ClosedRange<UInt64>) -> [ProxyEvent] {
        range.flatMap { Scenario.hit($0, "14:32:09", "GET", "/v1/items/\($0)", 200, 20) }
    }

    @Test(
        "Enter opens the row that was drawn, also when others have arrived since",
        arguments: [Key.enter, .character("w")])
    func opensDrawnRow(key: Key) {
        var dashboard = Scenario.session()
        dashboard.take(arrivals(1197...1300))
        _ = dashboard.update(.terminal(.key(key)))
        #expect(dashboard.inspector?.flow == FlowID(1196))
        dashboard.press(.escape)
        #expect(dashboard.selectedFlow?.id == FlowID(1196))
    }

    @Test("Enter opens it also where a filter hides it by then, and it stays in sight until it is left")
    func opensFilteredRow() {
        var dashboard = Scenario.session()
        dashboard.press(.character("/"))
        dashboard.type("is:inflight")
        dashboard.press(.enter)
        let start = Scenario.start(1197, "14:32:09", "GET", "api.example.com", "/slow", Scenario.api)
        dashboard.take([.flowStarted(start)])
        _ = dashboard.draw()
        #expect(dashboard.selectedFlow?.id == FlowID(1197))
        var end = FlowEnd(start: start, time: Scenario.time("14:32:10"))
        end.status = 200
        dashboard.take([.flowCompleted(end)])
        dashboard.press(.enter)
        #expect(dashboard.inspector?.flow == FlowID(1197))
        dashboard.press(.escape)
        #expect(dashboard.selectedFlow?.id == FlowID(1197))
    }

    @Test("Where it has been folded away, Enter opens the row that stands for it")
    func opensFoldedRow() {
        var dashboard = Scenario.session()
        dashboard.press(.character("="))
        dashboard.take(arrivals(1197...1197))
        let start = Scenario.start(1198, "14:32:09", "GET", "api.example.com", "/v1/items/1198", Scenario.api)
        dashboard.take([.flowStarted(start)])
        _ = dashboard.draw()
        #expect(dashboard.selectedFlow?.id == FlowID(1198))
        dashboard.take(Array(arrivals(1198...1198).suffix(1)))
        let standIn = dashboard.flowsListing.folding?.shown(for: 1197)
        #expect(dashboard.selectedKey(in: .flows) == standIn)
        #expect(dashboard.selectedFlow?.start.path.hasPrefix("/v1/items/") == true)
        #expect(dashboard.selectedFlow?.id != FlowID(1198))
    }

    @Test(
        "Where it has left the ring, keys that mean a row mean none, and say so",
        arguments: ["w", "R", " ", "d"] as [Character])
    func drawnRowGone(key: Character) {
        var dashboard = Scenario.ring(of: 20)
        dashboard.take(Scenario.hits(21...100))
        let effects = dashboard.update(.terminal(.key(.character(key))))
        #expect(effects.isEmpty)
        #expect(dashboard.inspector == nil)
        #expect(dashboard.toast?.text == "that row has left the ring (20 kept)")
    }

    @Test("A held row that ends and folds into its like is held on to by the row that stands for both")
    func holdsFolded() {
        var dashboard = Scenario.session()
        dashboard.press(.character("="))
        let start = Scenario.start(1198, "14:32:09", "GET", "api.example.com", "/v1/items/1198", Scenario.api)
        dashboard.take(arrivals(1197...1197) + [.flowStarted(start)] + Scenario.plans(1199, "14:32:09", "/v9", 5))
        _ = dashboard.draw()
        dashboard.press(.up)
        #expect(dashboard.selectedFlow?.id == FlowID(1198))
        dashboard.take(Array(arrivals(1198...1198).suffix(1)))
        _ = dashboard.draw()
        let folding = dashboard.flowsListing.folding
        #expect(dashboard.selectedKey(in: .flows) == folding?.shown(for: 1197))
        #expect(folding?.members(of: folding?.shown(for: 1197) ?? 0).contains(1197) == true)
    }

    @Test("Of tokens the row that was drawn stays selected when another one comes to stand above it")
    func tokens() {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(Scenario.denied(1, "14:31:38", took: 1, attempt: 1, retryAt: "14:33:00"))
        dashboard.press(.character("2"))
        #expect(dashboard.selectedToken?.handle == TokenHandle(index: 2))
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 1, at: "14:32:00", took: 400))
        _ = dashboard.draw()
        #expect(dashboard.selectedToken?.handle == TokenHandle(index: 2))
    }

    @Test("What one looks at stays while the ring turns over: the row that is held and the request that is inspected")
    func pinned() {
        var dashboard = Scenario.ring(of: 20)
        dashboard.press(.up)
        dashboard.take(Scenario.hits(21...100))
        #expect(dashboard.selectedFlow?.id == FlowID(19))
        dashboard.press(.enter)
        dashboard.take(Scenario.hits(101...200))
        #expect(dashboard.shown.flows.record(of: FlowID(19)) != nil)
        #expect(!dashboard.render().text.contains("left the ring"))
        dashboard.press(.escape, .character("f"))
        dashboard.take(Scenario.hits(201...201))
        #expect(dashboard.shown.flows.record(of: FlowID(19)) == nil, "nobody looks at it any more")
        #expect(dashboard.shown.flows.keys.count == 20)
    }
}
