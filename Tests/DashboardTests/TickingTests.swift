import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Time and frames")
struct TickingTests {
    private var idle: Dashboard {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take([.listening(Listening(time: Scenario.now, address: "127.0.0.1:1", upstream: "Host"))])
        _ = dashboard.draw()
        return dashboard
    }

    @Test("Nothing that counts down, no tick and no frame")
    func idleIsStill() {
        var dashboard = idle
        #expect(dashboard.nextTick == nil)
        dashboard.tell(.tick(now: Scenario.time("14:50")))
        #expect(!dashboard.isDirty)
    }

    @Test("Credentials with an end want a tick a minute, and a second near it")
    func credentials() {
        var dashboard = idle
        dashboard.take([Scenario.beginning[1]])
        #expect(dashboard.nextTick == .seconds(60))
        dashboard.tell(.tick(now: Scenario.time("15:36:01")))
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.tell(.tick(now: Scenario.time("15:41:00")))
        #expect(dashboard.nextTick == nil)
        #expect(dashboard.render().text(row: 0).hasSuffix("creds ended"))
    }

    @Test("A failed renewal counts down to the end of what still serves, a preflight and a clock to nothing")
    func identity() {
        var dashboard = idle
        dashboard.take([Scenario.report(Scenario.halfWay, isComplete: false), Scenario.clockAnHourOff])
        _ = dashboard.draw()
        #expect(dashboard.nextTick == nil)
        dashboard.press(.character("P"))
        dashboard.tell(.tick(now: Scenario.time("14:32:13")))
        #expect(dashboard.toast == nil)
        #expect(dashboard.nextTick == nil)
        dashboard.take([Scenario.credentialsFailure("14:32:13", servingUntil: "15:50")])
        #expect(dashboard.nextTick == .seconds(60))
        dashboard.tell(.tick(now: Scenario.time("14:49")))
        #expect(dashboard.nextTick == nil, "by AWS's clock they have ended")
        dashboard.take([Scenario.credentialsFailure("14:49:30", servingUntil: nil)])
        #expect(dashboard.nextTick == nil)
    }

    @Test("A running request, a token on screen, a toast and relative times want a tick a second")
    func counting() {
        var dashboard = Scenario.session()
        dashboard.tell(.tick(now: Scenario.time("14:33")))
        #expect(dashboard.live.rate.perSecond(at: dashboard.now) == 0)
        #expect(dashboard.nextTick == .seconds(1), "#1194 is running")
        dashboard.press(.character("3"))
        #expect(dashboard.nextTick == .seconds(60))
        dashboard.press(.character("2"))
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.press(.character("3"), .character("T"))
        dashboard.tell(.tick(now: Scenario.time("14:34")))
        #expect(dashboard.toast == nil)
        #expect(dashboard.nextTick == .seconds(1))
    }

    /// Nothing is running, and the last answer is a minute old.
    private func quiet(_ columns: Int = 80, _ rows: Int = 24) -> Dashboard {
        var dashboard = Dashboard(Scenario.configuration(columns: columns, rows: rows))
        dashboard.take(
            [Scenario.beginning[0]] + Scenario.mint(Scenario.api, "A", 0, 1, at: "14:00:00", took: 400)
                + Scenario.hit(1, "14:00:01", "GET", "/", 200, 5)
                + Scenario.denied(2, "14:00:01", took: 5, attempt: 1, retryAt: "14:00:20"))
        dashboard.tell(.tick(now: Scenario.time("14:02:00")))
        _ = dashboard.draw()
        return dashboard
    }

    @Test(
        "An inspector wants a tick only in tabs that tell how long ago something was, or how long it will be",
        arguments: [
            (InspectorState.Tab.why, false), (.request, false), (.response, false), (.token, true), (.timing, false),
        ])
    func inspecting(tab: InspectorState.Tab, ticks: Bool) {
        for (columns, rows) in [(80, 24), (120, 40)] {
            var dashboard = quiet(columns, rows)
            dashboard.press(.up)
            dashboard.tab = tab
            dashboard.inspect(tab)
            #expect(dashboard.inspector?.flow == FlowID(1))
            #expect((dashboard.nextTick != nil) == ticks)
            dashboard.press(.character("?"))
            #expect(dashboard.nextTick == nil, "the help counts nothing down")
        }
    }

    @Test("A refusal wants one until STS is asked again")
    func refusal() {
        var dashboard = quiet()
        dashboard.press(.enter)
        #expect(dashboard.inspector?.flow == FlowID(2))
        #expect(dashboard.nextTick == nil)
        dashboard.take(Scenario.denied(3, "14:02:00", took: 5, attempt: 2, retryAt: "14:02:30"))
        dashboard.tell(.tick(now: Scenario.time("14:02:20")))
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.tell(.tick(now: Scenario.time("14:02:30")))
        #expect(dashboard.nextTick == nil)
    }

    @Test("Tokens want one while any is in use or a call is ahead; their chart alone moves once a minute")
    func tokens() {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(
            [Scenario.beginning[0]] + Scenario.denied(2, "14:00:01", took: 5, attempt: 1, retryAt: "14:00:20"))
        dashboard.press(.character("2"))
        dashboard.tell(.tick(now: Scenario.time("14:00:10")))
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.tell(.tick(now: Scenario.time("14:02:00")))
        #expect(dashboard.nextTick == nil)
        dashboard.tell(.terminal(.resized(Canvas.Size(columns: 120, rows: 40))))
        #expect(dashboard.nextTick == .seconds(60))
    }

    @Test("Paused or out of focus, nothing ticks")
    func still() {
        var dashboard = Scenario.session()
        dashboard.tell(.terminal(.focused(false)))
        #expect(dashboard.nextTick == nil)
        dashboard.tell(.terminal(.focused(true)))
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.press(.character("p"))
        #expect(dashboard.nextTick == nil)
    }

    @Test("A frame is due after a fact, and not after it was drawn")
    func dirty() {
        var dashboard = Scenario.session()
        #expect(!dashboard.isDirty)
        dashboard.take(Scenario.hit(1197, "14:32:09", "GET", "/", 200, 5))
        #expect(dashboard.isDirty)
        _ = dashboard.draw()
        #expect(!dashboard.isDirty)
        dashboard.tell(.snapshot(dashboard.live.totals, at: Scenario.now))
        #expect(!dashboard.isDirty)
    }

    @Test("Drawing changes nothing that is drawn")
    func drawingIsPure() {
        var dashboard = Scenario.session(holding: 1187)
        let before = dashboard.render()
        #expect(dashboard.draw() == before)
        #expect(dashboard.render() == before)
    }

    @Test("The rate is the slope of the totals over a few seconds, and falls to nothing")
    func rate() {
        var rate = RateWindow()
        #expect(rate.perSecond(at: WallTime(seconds: 0)) == 0)
        for second in 0...10 { rate.counted(second * 14, at: WallTime(seconds: Int64(second))) }
        #expect(rate.perSecond(at: WallTime(seconds: 10)) == 14)
        #expect(rate.perSecond(at: WallTime(seconds: 12)) == 10)
        #expect(rate.perSecond(at: WallTime(seconds: 16)) == 0)
        rate.counted(141, at: WallTime(seconds: 16))
        #expect(rate.perSecond(at: WallTime(seconds: 16)) == 1)
        rate.counted(500, at: WallTime(seconds: 3))
        #expect(rate.perSecond(at: WallTime(seconds: 3)) < 200)
    }

    @Test(
        "Any size can be drawn, and any storm of sizes",
        arguments: [(1, 1), (5, 2), (59, 40), (60, 12), (99, 31), (100, 32), (159, 33), (160, 12), (400, 100)])
    func sizes(columns: Int, rows: Int) {
        for keys in [
            [], [Key.enter], [.character("2")], [.character("2"), .enter], [.character("3")], [.character("?")],
            [.character("2"), .character("x")],
        ] {
            var dashboard = Scenario.session().pressed(keys)
            dashboard.tell(.terminal(.resized(Canvas.Size(columns: columns, rows: rows))))
            let canvas = dashboard.draw()
            #expect(canvas.size == Canvas.Size(columns: columns, rows: rows))
            dashboard.tell(.terminal(.resized(Canvas.Size(columns: 80, rows: 24))))
            #expect(dashboard.draw().size.columns == 80)
        }
    }
}
