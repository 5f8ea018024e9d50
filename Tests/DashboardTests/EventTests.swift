import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Events as rows")
struct EventTests {
    private func refusal(_ second: Int) -> EventRow {
        EventRow.row(for: Scenario.plans(UInt64(second), "14:31:\(second)", "/v2", 20)[1]) ?? line("none")
    }

    private func line(_ text: String) -> EventRow { EventRow(Scenario.now, .log, "line", .log(text)) }

    @Test("Repeats fold into the row of the first, with their count and span")
    func folds() {
        var log = EventLog(capacity: 100)
        for second in 10..<15 { log.append(refusal(second)) }
        #expect(log.keys.count == 1)
        #expect(log.total == 5)
        #expect(log[0]?.count == 5)
        #expect(log[0]?.flow == FlowID(14))
        #expect(log[0]?.time == Scenario.time("14:31:10.020"))
        #expect(log[0]?.lastTime == Scenario.time("14:31:14.020"))
    }

    @Test(
        "A repeat folds while the first is near, and begins anew when it is not",
        arguments: [(14, 1), (15, 1), (16, 2), (40, 2)])
    func foldingDistance(between: Int, rows: Int) {
        var log = EventLog(capacity: 100)
        log.append(refusal(10))
        for number in 0..<between { log.append(line("line \(number)")) }
        log.append(refusal(20))
        #expect(log.keys.count == between + rows)
    }

    @Test("The ring lets the oldest go, and folding forgets them with it")
    func overflow() {
        var log = EventLog(capacity: 4)
        log.append(refusal(10))
        for number in 0..<5 { log.append(line("line \(number)")) }
        log.append(refusal(20))
        #expect(log.tally == EventTally(events: 7, folded: 0, dropped: 3))
        #expect(log[6]?.count == 1)
    }

    @Test("What is routine is kept and not listed, until another level lists it", arguments: [1, 3])
    func routine(count: Int) {
        var log = EventLog(capacity: 8)
        for number in 0..<count {
            var row = line("routine \(number)")
            row.isRoutine = true
            log.append(row)
        }
        log.append(refusal(10))
        #expect(log.keys == RowKeys(single: [count]))
        #expect(log.total == 1)
        #expect(log.hiddenWords == "\(count) hidden at debug")
        #expect(log.takeTouched() == [count])
        log.list(from: .debug)
        #expect(log.keys.count == count + 1)
        #expect(log.total == count + 1)
        #expect(log.hidden.isEmpty)
        log.list(from: .error)
        #expect(log.keys.isEmpty)
        #expect(log.hiddenWords == "\(count) hidden at debug, 1 at warn")
    }

    @Test("A hidden row that the ring lets go is hidden no more, and the others stay")
    func hiddenOverflow() {
        var log = EventLog(capacity: 4)
        for number in 0..<3 {
            var row = line("routine \(number)")
            row.isRoutine = number != 1
            log.append(row)
        }
        #expect(log.hiddenWords == "2 hidden at debug")
        for number in 0..<3 { log.append(line("line \(number)")) }
        #expect(log.hiddenWords == "1 hidden at debug")
        #expect(log.keys == RowKeys(single: [3, 4, 5]))
    }

    @Test("What is routine between two repeats does not keep them apart")
    func foldingAcrossRoutine() {
        var log = EventLog(capacity: 100)
        log.append(refusal(10))
        for number in 0..<40 {
            var row = line("routine \(number)")
            row.isRoutine = true
            log.append(row)
        }
        log.append(refusal(20))
        #expect(log.keys.count == 1)
    }

    @Test("Answers without a word on the token are no events", arguments: [200, 302, 404, 429, 500])
    func quietAnswers(status: Int) {
        let events = Scenario.hit(1, "14:31:00", "GET", "/", status, 20)
        #expect(events.compactMap { EventRow.row(for: $0) }.isEmpty)
    }

    @Test("Refusals by the upstream are", arguments: [401, 403, 431])
    func refusals(status: Int) {
        let rows = Scenario.hit(1, "14:31:00", "GET", "/", status, 20).compactMap { EventRow.row(for: $0) }
        #expect(rows.map(\.kind) == [.auth])
        #expect(rows.map(\.what) == [String(status)])
    }

    @Test(
        "The proxy's own refusals are network events, but for those that another row explains",
        arguments: ProxyError.Code.allCases)
    func ownRefusals(code: ProxyError.Code) {
        var end = FlowEnd(start: Scenario.start(1, "14:31:00", "GET", "a", "/", nil), time: Scenario.now)
        end.error = ProxyError(code, "x")
        let row = EventRow.row(for: .flowFailed(end))
        #expect((row == nil) == (code == .tokenUnavailable || code == .clientGone))
        #expect(row.map { $0.kind == .network && $0.isProblem } ?? true)
    }

    @Test("A refresh is one row: the new token, and the one that it took the place of")
    func swap() {
        let dashboard = Scenario.session()
        let events = dashboard.live.events
        let rows = (0..<events.keys.count).compactMap { events[events.keys[$0]] }
            .filter { $0.handle?.index == 0 && $0.kind == .sts }
        #expect(rows.map(\.token) == ["A1", "A2", "A3"])
        let words = rows.map { EventWords($0, dashboard.scene, isWide: false).detail }
        #expect(words[1].contains("A2 replaces A1 with 3m52s left"))
    }

    @Test("A flow that is still running is no event")
    func progress() {
        #expect(
            EventRow.row(
                for: .flowProgressed(
                    FlowEnd(start: Scenario.start(1, "14:31", "GET", "a", "/", nil), time: Scenario.now))) == nil)
    }

    @Test("Refusals of different causes stay apart, and say their cause")
    func causes() {
        var log = EventLog(capacity: 100)
        for detail in ["connection refused", "connection refused", "no route to the host"] {
            var end = FlowEnd(start: Scenario.start(1, "14:31:00", "GET", "a", "/", nil), time: Scenario.now)
            (end.status, end.error) = (502, ProxyError(.upstreamUnavailable, detail))
            EventRow.row(for: .flowFailed(end)).map { log.append($0) }
        }
        #expect(log.keys.count == 2)
        let scene = Scenario.session().scene
        let words = (0..<2).compactMap { log[$0].map { EventWords($0, scene, isWide: true).detail } }
        #expect(words == ["a  x2 in 0s  connection refused", "a  no route to the host"])
    }

    @Test("Missed events are told, as a row and on the context line")
    func missed() {
        var dashboard = Scenario.session()
        dashboard.take([], dropped: 12)
        #expect(dashboard.toast?.text.contains("12 events missed") == true)
        #expect(dashboard.live.events[dashboard.live.events.appended - 1]?.what == "lost")
    }

    @Test(
        "That the machine slept, or its clock was set, is told as an event",
        arguments: [
            (ClockLeap.slept(.seconds(2_460)), "this machine slept for 41m  tokens"),
            (.set(by: .seconds(7_200)), "this machine's clock was set forward by 2h00m"),
            (.set(by: .seconds(-90)), "this machine's clock was set back by 1m30s"),
        ])
    func leapt(leap: ClockLeap, words: String) {
        var dashboard = Scenario.session(columns: 120, rows: 40)
        dashboard.tell(.leapt(leap, at: Scenario.now))
        dashboard.press(.character("3"))
        let text = dashboard.render().text
        #expect(text.contains("CRED   note"))
        #expect(text.contains(words))
    }

    @Test("Lines of libraries are kept, repeated ones once")
    func logLines() {
        var dashboard = Scenario.session()
        for line in ["one", "two", "two"] { dashboard.tell(.log(line)) }
        dashboard.press(.character("3"))
        #expect(dashboard.render().text.contains("two  x2 in 0s"))
        #expect(dashboard.live.events.logLines == 3)
    }
}
