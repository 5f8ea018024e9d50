import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Waiting for what was asked for")
struct WaitingTests {
    private static func asked(_ audiences: AudienceSet, _ handle: Int, reason: MintReason = .forced) -> ProxyEvent {
        .tokenFetching(
            TokenFetching(
                time: Scenario.now, audiences: audiences, handle: TokenHandle(index: handle), reason: reason,
                attempt: 1,
                flow: nil))
    }

    /// `r` on the first row of the tokens, and what the engine tells at once.
    private static var refreshing: Dashboard {
        var dashboard = Scenario.session().pressed([.character("2"), .character("r")])
        dashboard.take([asked(Scenario.api, 0)])
        return dashboard
    }

    private func context(_ dashboard: Dashboard) -> String { dashboard.render().text(row: dashboard.size.rows - 2) }

    private func after(_ seconds: Int, _ dashboard: Dashboard) -> Dashboard {
        var later = dashboard
        later.tell(.tick(now: dashboard.now.advanced(by: .seconds(seconds))))
        return later
    }

    @Test("The panes of what is waited for count as well, from the first second on")
    func panes() {
        let new = AudienceSet("https://new.example")
        var dashboard = Scenario.session(columns: 120, rows: 40)
        let start = Scenario.start(1197, "14:32:08", "GET", "new.example", "/", new)
        dashboard.take([
            .flowStarted(start),
            .tokenFetching(
                TokenFetching(
                    time: Scenario.now, audiences: new, handle: TokenHandle(index: 4), reason: .first, attempt: 1,
                    flow: start.id)),
        ])
        _ = dashboard.draw()
        let flow = dashboard.pressed([.enter, .character("["), .character("[")])
        let token = dashboard.pressed([.character("2"), .character("G")])
        for pane in [flow, token] {
            #expect(pane.render().text.contains("asking STS..., first asked for by #1197"))
            #expect(after(4, pane).render().text.contains("asking STS... 4s, first asked for by #1197"))
        }
    }

    @Test("A quick answer shows no count; a slow one is counted from the first second until it is there")
    func counts() {
        var dashboard = Self.refreshing
        let text = " asking STS for a new token for https://api.example.com"
        #expect(context(dashboard) == text)
        #expect(dashboard.nextTick == .seconds(1))
        #expect(context(after(1, dashboard)).hasPrefix(text))
        for (seconds, count) in [(1, "1s"), (9, "9s"), (75, "1m15")] {
            #expect(context(after(seconds, dashboard)).hasSuffix("  \(count)  Esc ends wait"))
        }
        dashboard = after(9, dashboard)
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:17", took: 9_000, reason: .forced))
        #expect(context(dashboard).hasPrefix(" A4 minted in 9.0 s"))
    }

    @Test("Esc ends the wait, not the call, and only then goes back; the answer is told all the same")
    func escape() {
        var dashboard = Scenario.session(holding: 1187).pressed([.enter, .character("r")])
        dashboard.take([Self.asked(Scenario.billing, 1)])
        #expect(dashboard.pressed([.escape]).place == .flows, "nothing is counted yet")
        dashboard = after(5, dashboard)
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.place == .inspector)
        #expect(dashboard.toast == nil)
        #expect(dashboard.pressed([.escape]).place == .flows)
        dashboard.take(Scenario.mint(Scenario.billing, "B", 1, 2, at: "14:32:17", took: 9_000, reason: .forced))
        #expect(context(dashboard).hasPrefix(" B2 minted"))
    }

    @Test("A question that stands over it keeps its own Esc")
    func dialog() {
        let dashboard = after(5, Self.refreshing).pressed([.character("?"), .escape])
        #expect(dashboard.place == .tokens)
        #expect(dashboard.waited == .seconds(5))
    }

    @Test("Where the answer was for somebody else's call, the message goes when that is over")
    func shared() {
        var dashboard = Scenario.session().pressed([.character("2"), .character("r")])
        dashboard.take([Self.asked(Scenario.api, 0, reason: .due)])
        dashboard = after(6, dashboard)
        #expect(dashboard.waited == .seconds(6))
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:14", took: 6_000, reason: .due))
        #expect(after(1, dashboard).toast == nil)
    }

    @Test("Refreshing all and checking a signature are counted as well; a check that tells nothing is given up")
    func others() {
        var all = Scenario.session().pressed([.character("2"), .control("r")])
        all.take([Self.asked(Scenario.lake, 3)])
        #expect(after(8, all).waited == .seconds(8))
        let checking = Scenario.session().pressed([.character("2"), .character("v")])
        #expect(after(14, checking).waited == .seconds(14))
        #expect(context(after(14, checking)).hasSuffix("14s  Esc ends wait"))
        #expect(after(15, checking).toast == nil)
    }

    @Test("A long audience leaves room for the count, on the smallest screen too")
    func narrow() {
        var dashboard = Self.refreshing
        dashboard.tell(.terminal(.resized(Canvas.Size(columns: 60, rows: 12))))
        #expect(context(after(3, dashboard)).hasSuffix("~  3s  Esc ends wait"))
        dashboard.tell(.terminal(.resized(Canvas.Size(columns: 120, rows: 40))))
        #expect(context(after(3, dashboard)).hasSuffix("  3s   Esc waits no longer"))
    }
}
