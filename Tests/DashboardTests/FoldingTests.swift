import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Folding repeats")
struct FoldingTests {
    @Test("Repeats fold to one row with their number; what differs, and what runs, stands alone")
    func folds() {
        var dashboard = Scenario.small(limit: 100)
        dashboard.take(
            Scenario.flows([5, 5, 5]) + Scenario.plans(4, "14:32:00", "/v2/plans", 5) + Scenario.flows([5, 5], from: 5))
        dashboard.take([
            .flowStarted(Scenario.start(7, "14:32:01", "GET", "api.example.com", "/v1/items/7", Scenario.api))
        ])
        dashboard.press(.character("="))
        #expect(Scenario.ids(dashboard) == [1, 4, 7])
        #expect(dashboard.render().text(row: 3).contains("/v1/items/*"))
        #expect(dashboard.render().text(row: 3).contains("x5 in 0s"))
        dashboard.take(Scenario.flows([5], from: 8))
        #expect(Scenario.ids(dashboard) == [1, 4, 7])
        dashboard.take(Scenario.flows([5], from: 7))
        #expect(Scenario.ids(dashboard) == [1, 4], "what has ended joins its like")
        dashboard.press(.character("="))
        #expect(Scenario.ids(dashboard) == Array(1...8))
    }

    @Test("A run whose oldest row has left the ring goes on with the next", arguments: [1, 7, 30])
    func foldsPastRing(kinds: Int) {
        var dashboard = Scenario.small(limit: 10)
        dashboard.press(.character("="))
        for number in 1...200 as ClosedRange<UInt64> {
            dashboard.take(Scenario.flows([5], from: number, path: "/kind-\(number % UInt64(kinds))x/"))
            let folding = dashboard.flowsListing.folding
            let members = (folding?.keys ?? []).flatMap { Array(folding?.members(of: $0) ?? []) }
            let all = dashboard.shown.flows.keys
            #expect(members.sorted() == (0..<all.count).map { all[$0] })
            #expect(folding?.keys == folding?.keys.sorted())
        }
    }

    @Test("What a row is marked with keeps it apart from rows without: no problem, fault or replay is folded away")
    func keepsMarks() throws {
        func end(_ id: UInt64, replay: FlowReplay? = nil, _ change: (inout FlowEnd) -> Void = { _ in }) -> [ProxyEvent]
        {
            let start = FlowStart(
                id: FlowID(id), time: Scenario.time("14:32:00"), method: "POST", host: "api.example.com", path: "/rpc",
                audiences: Scenario.api, replay: replay)
            var end = FlowEnd(start: start, time: start.time.advanced(by: .milliseconds(5)))
            end.status = 200
            change(&end)
            return [.flowStarted(start), .flowCompleted(end)]
        }
        var dashboard = Scenario.small(limit: 100)
        dashboard.take(end(1) + end(2) { $0.grpcStatus = 16 } + end(3) { $0.fault = .missing })
        dashboard.take(end(4, replay: FlowReplay(of: FlowID(1))) + end(5))
        dashboard.press(.character("="))
        #expect(Scenario.ids(dashboard) == [1, 2, 3, 4])
        let canvas = dashboard.draw()
        #expect((3..<7).map { canvas[$0, 0].glyph } == ["!", "F", ">"].reduce([Glyph(" ")]) { $0 + [Glyph($1)] })
        #expect(canvas.text(row: 3).contains("x2 in 0s"))
    }

    @Test("So does a token of another identity")
    func keepsAlarms() {
        var dashboard = Scenario.session()
        dashboard.press(.character("="))
        dashboard.take(Scenario.otherIdentity)
        #expect(dashboard.draw().text.contains(" IDENT "))
    }

    @Test("A row that stands for a marked one is marked, and lets go of it")
    func foldedMarks() {
        var dashboard = Scenario.small(limit: 100)
        dashboard.take(Scenario.flows([5, 5, 5]))
        _ = dashboard.draw()
        dashboard.press(.up, .character(" "), .character("="))
        #expect(Scenario.ids(dashboard) == [1])
        dashboard.take(Scenario.plans(4, "14:32:01", "/v2", 5))
        dashboard.press(.down)
        #expect(dashboard.draw()[3, 0].glyph == Glyph("*"))
        dashboard.press(.up, .character(" "))
        #expect(dashboard.live.flows.marks.isEmpty)
        dashboard.press(.down)
        #expect(dashboard.draw()[3, 0].glyph == Glyph(" "))
    }

    @Test(
        "What changes from request to request is left out of a path",
        arguments: [
            ("/v1/items/42?full=1", "/v1/items/*"), ("/v1/items", "/v1/items"), ("/", "/"), ("/a//b/", "/a//b/"),
            ("/feed/face", "/feed/face"), ("/x/9c41e7aa55", "/x/*"), ("/2026/11/21", "/*/*/*"),
            ("/o/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/z", "/o/*/z"), ("*", "*"), ("", ""),
        ])
    func templates(path: String, template: String) {
        #expect(PathTemplate.text(path) == template)
    }

    @Test("Folding is offered where rows fly by, and only there")
    func offered() {
        var dashboard = Scenario.session()
        var totals = dashboard.live.totals
        totals.requests += 2_700
        dashboard.tell(.snapshot(totals, at: Scenario.now.advanced(by: .seconds(4))))
        dashboard.tell(.tick(now: Scenario.now.advanced(by: .seconds(4))))
        #expect(dashboard.render().text(row: 22).hasSuffix("/s   = folds repeats"))
        dashboard.press(.character("="))
        dashboard.toast = nil
        #expect(!dashboard.render().text(row: 22).contains("folds"))
    }
}
