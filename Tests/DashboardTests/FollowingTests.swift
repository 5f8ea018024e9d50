import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Lists under a stream of rows")
struct FollowingTests {
    private func arrivals(_ range: ClosedRange<UInt64>) -> [ProxyEvent] {
        range.flatMap { Scenario.hit($0, "14:32:09", "GET", "/v1/items/\($0)", 200, 20) }
    }

    private func mode(_ dashboard: Dashboard) -> String {
        String(
            dashboard.render().text(row: 1).split(separator: " ", omittingEmptySubsequences: true).suffix(2).joined(
                separator: " "))
    }

    private func rows(_ dashboard: Dashboard) -> [String] {
        let canvas = dashboard.render()
        // What is running says how long it has been.
        return (3..<22).map { canvas.text(row: $0) }.filter { !$0.contains("...") }
    }

    @Test("Following keeps the newest row selected at the bottom")
    func follows() {
        var dashboard = Scenario.session()
        dashboard.take(arrivals(1197...1230))
        #expect(dashboard.selectedFlow?.id == FlowID(1196), "until it is drawn, keys mean the old frame")
        _ = dashboard.draw()
        #expect(dashboard.selectedFlow?.id == FlowID(1230))
        #expect(mode(dashboard).hasSuffix("FOLLOW"))
    }

    @Test("Any upward move holds: nothing on screen moves, and rows below are counted")
    func holds() {
        var dashboard = Scenario.session()
        dashboard.press(.up)
        let before = rows(dashboard)
        dashboard.take(arrivals(1197...1205))
        #expect(rows(dashboard) == before)
        #expect(mode(dashboard) == "HOLD +9")
    }

    @Test("Going to the end, or f, follows again", arguments: [Key.character("G"), .end, .character("f")])
    func followsAgain(key: Key) {
        var dashboard = Scenario.session(holding: 1187)
        dashboard.take(arrivals(1197...1205))
        dashboard.press(key)
        #expect(dashboard.selectedFlow?.id == FlowID(1205))
        #expect(mode(dashboard).hasSuffix("FOLLOW"))
    }

    @Test("A row's end arrives where the row stands")
    func updatesInPlace() {
        var dashboard = Scenario.session(holding: 1187)
        let running = dashboard.render().text(row: 19)
        #expect(running.contains("..."))
        var end = FlowEnd(
            start: Scenario.start(1194, "14:32:05.801", "POST", "lake.example.org", "/ingest/bulk", Scenario.lake),
            time: Scenario.time("14:32:09"))
        (end.status, end.use) = (201, .hit)
        dashboard.take([.flowCompleted(end)])
        #expect(dashboard.render().text(row: 19).contains("/ingest/bulk           201"))
        #expect(dashboard.selectedFlow?.id == FlowID(1187))
    }

    @Test("Flows too many a second to be listed are counted, and said to be")
    func tooMany() {
        var dashboard = Scenario.session()
        dashboard.press(.character("f"))
        dashboard.take(arrivals(1197...1200), skipped: 12_345)
        #expect(dashboard.render().text.contains("12,345 not listed, over 2,000/s"))
    }

    @Test("What the ring has let go is told beside that, and alone once nothing has been left out for a minute")
    func tooManyAndDropped() {
        var configuration = Scenario.configuration(columns: 160, rows: 24)
        configuration.flowLimit = 20
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.hits(1...100), skipped: 12_345)
        func context(_ columns: Int) -> String {
            dashboard.tell(.terminal(.resized(Canvas.Size(columns: columns, rows: 24))))
            return dashboard.draw().text(row: 22)
        }
        #expect(context(160).hasSuffix("12,345 not listed, over 2,000/s, 80 dropped (oldest 14:32)"))
        #expect(context(80).hasSuffix("12,345 not listed, 80 dropped"))
        dashboard.tell(.tick(now: Scenario.time("14:33:01")))
        #expect(context(160).hasSuffix("80 dropped (oldest 14:32)"))
        #expect(!context(160).contains("not listed"))
    }

    @Test("Where newer rows have come below a held one, the way back to them is told first")
    func offersFollow() {
        var dashboard = Scenario.session()
        dashboard.press(.up)
        #expect(!dashboard.render().text(row: 22).contains("f follows"))
        dashboard.take(arrivals(1197...1205))
        _ = dashboard.draw()
        #expect(dashboard.draw().text(row: 22).contains("f follows   "))
        dashboard.press(.character("f"))
        #expect(!dashboard.draw().text(row: 22).contains("f follows"))
    }

    @Test("A pause stops the picture and keeps the account")
    func pauses() {
        var dashboard = Scenario.session()
        dashboard.press(.character("p"))
        let before = rows(dashboard)
        let tabs = dashboard.render().text(row: 1)
        dashboard.take(
            arrivals(1197...1200) + Scenario.plans(1201, "14:32:49", "/v2/plans", 20), dropped: 3, skipped: 4)
        dashboard.press(.character("?"), .escape)
        dashboard.tell(.tick(now: Scenario.time("14:32:49")))
        #expect(rows(dashboard) == before)
        #expect(dashboard.render().text(row: 1) == tabs)
        #expect(dashboard.render().text(row: 22).hasPrefix(" PAUSED 00:41  5 new, 1 problem, 7 lost"))
    }

    @Test("After a pause the list holds where it stood, or follows if asked to")
    func resumes() {
        var held = Scenario.session()
        held.press(.character("p"))
        held.take(arrivals(1197...1230))
        var following = held
        held.press(.character("p"))
        #expect(held.selectedFlow?.id == FlowID(1196))
        #expect(mode(held) == "HOLD +34")
        following.press(.character("f"))
        #expect(following.selectedFlow?.id == FlowID(1230))
        #expect(following.pause == nil)
    }

    @Test("What arrives and is let go during a pause is lost, and is said to be")
    func pauseOverflow() {
        var configuration = Scenario.configuration()
        configuration.flowLimit = 50
        var dashboard = Dashboard(configuration)
        dashboard.take((1...60).flatMap { Scenario.hit($0, "14:32:00", "GET", "/", 200, 5) })
        _ = dashboard.draw()
        dashboard.press(.character("p"))
        dashboard.take((61...200).flatMap { Scenario.hit($0, "14:32:01", "GET", "/", 200, 5) })
        let ledger = dashboard.pause?.ledger(dashboard.live)
        #expect(ledger == Pause.Ledger(new: 140, problems: 0, lost: 90))
        #expect(dashboard.shown.flows.keys.count == 50)
        let canvas = dashboard.render()
        #expect(canvas.text(row: 22).contains("90 lost"))
        let column = canvas.text(row: 22).prefix { $0 != "9" }.count
        #expect(canvas[22, column].style.role == .error)
    }

    @Test("The ring's losses are on the context line, and the counts stay true")
    func ringOverflow() {
        var configuration = Scenario.configuration()
        configuration.flowLimit = 20
        var dashboard = Dashboard(configuration)
        dashboard.take((1...100).flatMap { Scenario.hit($0, "14:32:00", "GET", "/", 500, 5) })
        let canvas = dashboard.draw()
        #expect(canvas.text(row: 1).contains("[1 Flows 100]"))
        #expect(canvas.text(row: 1).contains("!100 problems"))
        #expect(canvas.text(row: 22).contains("80 dropped (oldest 14:32)"))
    }

    @Test("Problems only shows nothing else, and Esc shows all again")
    func problemsOnly() {
        var dashboard = Scenario.session()
        dashboard.press(.character("!"))
        #expect(rows(dashboard).filter { !$0.isEmpty }.count == 7)
        #expect(rows(dashboard).filter { !$0.isEmpty }.allSatisfy { $0.contains(" 401 ") || $0.contains(" 502 ") })
        dashboard.press(.escape)
        #expect(rows(dashboard).filter { !$0.isEmpty }.count == 18)
    }

    @Test("{ and } go from problem to problem")
    func problemJumps() {
        var dashboard = Scenario.session()
        dashboard.press(.character("{"))
        #expect(dashboard.selectedFlow?.id == FlowID(1190))
        dashboard.press(.character("{"), .character("{"))
        #expect(dashboard.selectedFlow?.id == FlowID(1187))
        dashboard.press(.character("}"))
        #expect(dashboard.selectedFlow?.id == FlowID(1189))
        dashboard.press(.character("}"), .character("}"))
        #expect(dashboard.selectedFlow?.id == FlowID(1190))
        #expect(dashboard.toast?.text == "no problem below")
        dashboard.press(.character("g"), .character("{"))
        #expect(dashboard.toast?.text == "no problem above")
    }

    @Test("The events list follows and holds by the same rules")
    func events() {
        var dashboard = Scenario.session()
        dashboard.press(.character("3"), .up)
        let selected = dashboard.selectedKey(in: .events)
        dashboard.take(Scenario.denied(1197, "14:32:20", took: 100, attempt: 3, retryAt: "14:33:00"))
        dashboard.take((0..<30).map { _ in Scenario.beginning[0] })
        #expect(dashboard.selectedKey(in: .events) == selected)
        #expect(mode(dashboard).hasPrefix("HOLD +"))
        dashboard.press(.character("f"))
        #expect(mode(dashboard).hasSuffix("FOLLOW"))
    }

    @Test("The inspector steps from flow to flow, and stays on its flow while others arrive")
    func inspecting() {
        var dashboard = Scenario.session(holding: 1187)
        dashboard.press(.enter, .character(","))
        #expect(dashboard.inspector?.flow == FlowID(1186))
        dashboard.take(arrivals(1197...1260))
        dashboard.press(.character("."), .character("."))
        #expect(dashboard.inspector?.flow == FlowID(1188))
        dashboard.press(.escape)
        #expect(dashboard.selectedFlow?.id == FlowID(1188))
    }

    @Test(
        "A flow that left the ring before it was inspected is said to have, how long ago, and no key takes another for it"
    )
    func inspectedAndGone() {
        var dashboard = Scenario.ring(of: 20)
        dashboard.take(Scenario.hits(21...100))
        _ = dashboard.draw()
        dashboard.inspector = InspectorState(flow: FlowID(20), tab: .why)
        #expect(dashboard.flowInHand == nil)
        #expect(dashboard.render().text.contains("#20 left the ring 0s ago (20 kept)"))
        dashboard.tell(.tick(now: Scenario.time("14:34:00")))
        #expect(dashboard.isDirty)
        #expect(dashboard.render().text.contains("#20 left the ring 1m59s ago (20 kept)"))
    }

    @Test("So is one that an event leads to")
    func ledToAndGone() {
        var configuration = Scenario.configuration()
        configuration.flowLimit = 4
        var dashboard = Dashboard(configuration)
        var end = FlowEnd(start: Scenario.start(1, "14:31:00", "GET", "a", "/", nil), time: Scenario.time("14:31:00"))
        end.error = ProxyError(.upstreamUnavailable, "connection refused")
        dashboard.take([.flowStarted(end.start), .flowFailed(end)])
        dashboard.take((2...9).flatMap { Scenario.hit($0, "14:31:08", "GET", "/", 200, 5) })
        dashboard.tell(.tick(now: Scenario.time("14:32:08")))
        dashboard.press(.character("3"), .character("o"))
        #expect(dashboard.toast?.text == "#1 left the ring 59s ago (4 kept)")
    }

    @Test("After a pause the lists that nobody was reading follow again", arguments: ["p", "f"] as [Character])
    func resumed(_ key: Character) {
        var dashboard = Scenario.session()
        _ = dashboard.draw()
        dashboard = dashboard.pressed([.character("p")])
        _ = dashboard.draw()
        dashboard = dashboard.pressed([.character(key), .character("3")])
        #expect(dashboard.eventsPosition.isFollowing)
        #expect(dashboard.flowsPosition.isFollowing == (key == "f"))
    }
}
