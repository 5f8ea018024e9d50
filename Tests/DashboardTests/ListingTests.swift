import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Sorting and marking")
struct ListingTests {
    // MARK: - Sorting

    @Test("Sorting turns following off and says so, goes through the columns, and inverts")
    func sorts() {
        var dashboard = Scenario.small()
        dashboard.take(Scenario.flows([30, 10, 20]))
        _ = dashboard.draw()
        dashboard.press(.character("s"))
        #expect(Scenario.ids(dashboard) == [1, 3, 2])
        #expect(dashboard.toast?.text == "by MS, largest first: following is off. s next column, I inverts")
        #expect(dashboard.render().text(row: 1).hasSuffix("BY MS v"))
        #expect(dashboard.selectedFlow?.id == FlowID(1))
        dashboard.press(.character("I"))
        #expect(Scenario.ids(dashboard) == [2, 3, 1])
        while dashboard.flowsListing.sort != nil { dashboard.press(.character("s")) }
        #expect(Scenario.ids(dashboard) == [1, 2, 3])
        dashboard.press(.character("s"), .character("f"))
        #expect(Scenario.ids(dashboard) == [1, 2, 3])
        #expect(dashboard.render().text(row: 1).hasSuffix("FOLLOW"))
    }

    @Test("Rows that say nothing in a column come last, whichever way round")
    func unknownLast() {
        var dashboard = Scenario.small()
        dashboard.take(Scenario.flows([30, 10]))
        dashboard.take([
            .flowStarted(Scenario.start(3, "14:32:01", "GET", "api.example.com", "/x", Scenario.api))
        ])
        dashboard.press(.character("s"))
        #expect(Scenario.ids(dashboard) == [1, 2, 3])
        dashboard.press(.character("I"))
        #expect(Scenario.ids(dashboard) == [2, 1, 3])
    }

    @Test(
        "Sorted rows move once a second at most, never within half a second of a key, and the selection holds its row")
    func sortPace() {
        var dashboard = Scenario.small()
        func tick(_ milliseconds: Int64) -> Dashboard.Message {
            .tick(now: Scenario.time("14:32:10").advanced(by: .milliseconds(milliseconds)))
        }
        dashboard.take(Scenario.flows([30, 10, 20]))
        dashboard.tell(tick(0))
        dashboard.press(.character("s"))
        dashboard.take(Scenario.flows([40], from: 4))
        #expect(Scenario.ids(dashboard) == [1, 3, 2], "what has come waits for its turn")
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.tell(tick(900))
        #expect(Scenario.ids(dashboard) == [1, 3, 2])
        dashboard.press(.down)
        dashboard.tell(tick(1_300))
        #expect(Scenario.ids(dashboard) == [1, 3, 2], "somebody has just pressed a key")
        dashboard.tell(tick(1_400))
        #expect(Scenario.ids(dashboard) == [4, 1, 3, 2])
        #expect(dashboard.selectedFlow?.id == FlowID(3))
        dashboard.take(Scenario.flows([50], from: 5))
        dashboard.tell(tick(2_300))
        #expect(Scenario.ids(dashboard) == [4, 1, 3, 2])
        dashboard.tell(tick(2_400))
        #expect(Scenario.ids(dashboard) == [5, 4, 1, 3, 2])
    }

    @Test("What has left the ring leaves a sorted list at once; the selected row stays, and stays selected")
    func sortedDrops() {
        var dashboard = Scenario.small(limit: 3)
        dashboard.take(Scenario.flows([30, 10, 20]))
        _ = dashboard.draw()
        dashboard.press(.character("s"), .character("j"))
        #expect(dashboard.selectedFlow?.id == FlowID(3))
        dashboard.take(Scenario.flows([40, 50, 60], from: 4))
        #expect(Scenario.ids(dashboard) == [3])
        dashboard.tell(.tick(now: Scenario.time("14:32:10")))
        #expect(Scenario.ids(dashboard) == [6, 5, 4, 3])
        #expect(dashboard.selectedFlow?.id == FlowID(3))
    }

    // MARK: - Marking

    @Test("A marked row stays whatever the ring lets go, and however it is filtered, until it is unmarked")
    func marks() {
        var dashboard = Scenario.small(limit: 5)
        dashboard.take(Scenario.flows([5, 5, 5]))
        _ = dashboard.draw()
        dashboard.press(.up, .character(" "))
        #expect(dashboard.draw()[4, 0].glyph == Glyph(">"))
        dashboard.press(.down)
        #expect(dashboard.draw()[4, 0].glyph == Glyph("*"))
        dashboard.take(Scenario.flows(Array(repeating: 5, count: 20), from: 4))
        #expect(Scenario.ids(dashboard) == [2, 3, 19, 20, 21, 22, 23], "the third is held")
        dashboard.press(.character("/"))
        dashboard.type("st:5xx")
        dashboard.press(.enter)
        #expect(Scenario.ids(dashboard).contains(2))
        dashboard.press(.character("\\"), .character("g"), .character(" "), .character("f"))
        dashboard.take(Scenario.flows([5], from: 24))
        #expect(Scenario.ids(dashboard) == [20, 21, 22, 23, 24])
        #expect(dashboard.shown.flows.dropped == 19)
    }

    @Test("More than 500 marks are refused")
    func markLimit() {
        var dashboard = Scenario.small(limit: 600)
        dashboard.take(Scenario.flows(Array(repeating: 5, count: 501)))
        for key in 0..<500 { dashboard.live.setMark(true, on: key) }
        _ = dashboard.draw()
        dashboard.press(.character(" "))
        #expect(dashboard.toast?.text == "500 flows are marked: Space on one of them lets it go")
        #expect(dashboard.live.flows.marks.count == 500)
    }

    // MARK: - Columns and days

    @Test("A column that says the same in every row is hidden and named, and comes back as soon as one differs")
    func constantColumns() {
        var dashboard = Scenario.small(limit: 100)
        dashboard.take(Scenario.flows([5, 5, 5, 5]))
        var canvas = dashboard.draw()
        #expect(!canvas.text(row: 2).contains("METH") && !canvas.text(row: 2).contains("UPSTREAM"))
        #expect(canvas.text(row: 22).contains("all GET to api.example.com"))
        dashboard.take(Scenario.hit(5, "14:32:01", "POST", "/v1/items", 201, 5))
        canvas = dashboard.draw()
        #expect(canvas.text(row: 2).contains("METH") && !canvas.text(row: 2).contains("UPSTREAM"))
        // Once it has differed, it stays for a while: columns do not come and go with every row.
        dashboard.take(Scenario.flows(Array(repeating: 5, count: 40), from: 6))
        #expect(dashboard.draw().text(row: 2).contains("METH"))
        dashboard.tell(.tick(now: dashboard.now.advanced(by: .seconds(11))))
        #expect(!dashboard.draw().text(row: 2).contains("METH"))
    }

    @Test("Hosts that would look alike are cut in the middle")
    func hosts() {
        var dashboard = Scenario.small(limit: 100)
        let hosts = ["com", "net", "org"].map { "invoices.internal.example.\($0)" }
        for (index, host) in hosts.enumerated() {
            let start = Scenario.start(UInt64(index + 1), "14:32:00", "GET", host, "/", Scenario.api)
            dashboard.take([.flowStarted(start)])
        }
        let rows = (3..<6).map { dashboard.draw().text(row: $0) }
        #expect(Set(rows.map { $0.dropFirst(10).prefix(24) }).count == 3)
    }

    @Test("Where the rows span midnight, a day begins with its date")
    func midnight() {
        var dashboard = Scenario.small(limit: 100)
        for (number, hour) in [(1, 22), (2, 23), (3, 24), (4, 25)] as [(UInt64, Int)] {
            dashboard.take(Scenario.hit(number, "\(hour):10:00", "GET", "/v1/items", 200, 5))
        }
        let canvas = dashboard.draw()
        #expect(canvas.text(row: 5).contains("-- 2026-11-22 --"))
        #expect(canvas.text(row: 6).contains("00:10:00"))
        dashboard.press(.up, .up)
        #expect(dashboard.selectedFlow?.id == FlowID(2), "a date is no row")
    }

    @Test("A day's row takes its room from the end that the selection is away from")
    func midnightAtEdge() {
        var dashboard = Scenario.small(limit: 100)
        for number in 1...60 as ClosedRange<UInt64> {
            let hour = number < 50 ? "23:10:00" : "24:10:00"
            dashboard.take(Scenario.hit(number, hour, "GET", "/v1/items/\(number)", 200, 5))
        }
        #expect(dashboard.draw()[21, 0].glyph == Glyph(">"))
        dashboard.press(.pageUp, .up)
        let canvas = dashboard.draw()
        #expect(canvas[3, 0].glyph == Glyph(">"))
        #expect(canvas.text(row: 1).hasSuffix("HOLD +2"))
    }

    @Test("A row is shown as new for its first second, unless the list follows and selects it")
    func fresh() {
        var dashboard = Scenario.small()
        dashboard.take(Scenario.flows([5, 5]))
        dashboard.tell(.tick(now: Scenario.time("14:32:00.900")))
        #expect(dashboard.draw()[4, 1].style.role == .text)
        dashboard.press(.up)
        #expect(dashboard.draw()[4, 1].style.role == .fresh)
        dashboard.tell(.tick(now: Scenario.time("14:32:01.500")))
        #expect(dashboard.draw()[4, 1].style.role == .text)
    }
}
