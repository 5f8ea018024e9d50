import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The next call to STS")
struct NextCallTests {
    private func row(_ events: [ProxyEvent], _ handle: Int = 0) -> TokenRow? {
        var book = TokenBook()
        for event in events { book.absorb(event) }
        return book[TokenHandle(index: handle)]
    }

    @Test(
        "What asks STS next follows the cache: used tokens are renewed, unused ones lapse",
        arguments: [
            ("14:00:00", true, TokenRow.NextCall.byItself(Scenario.time("14:55:00"))),
            ("14:00:00", false, .ifUsed(lapses: Scenario.time("15:00:00"))), ("14:55:00", true, .onUse),
            ("14:55:00", false, .onUse), ("15:00:00", true, .onUse),
        ])
    func nextCall(now: String, isUsed: Bool, next: TokenRow.NextCall) {
        var mint = Scenario.mint(Scenario.api, "A", 0, 1, at: "14:00:00", took: 0, waiters: 0)
        var flow = FlowEnd(
            start: Scenario.start(1, "14:00:00", "GET", "api.example.com", "/", Scenario.api), time: Scenario.now)
        flow.heldToken = TokenID(handle: TokenHandle(index: 0), generation: 1)
        if isUsed { mint.append(.flowProgressed(flow)) }
        #expect(row(mint)?.nextCall(at: Scenario.time(now)) == next)
        #expect(row(mint)?.uses == 0)
    }

    @Test(
        "The wait for a retry stands apart from its word where there is room",
        arguments: [
            (120, 8, "retry 8s"), (120, 18, "retry 18s"), (120, 70, "retry 1m10"), (80, 8, "retry8"),
            (80, 18, "retry18"),
        ])
    func retryWords(columns: Int, seconds: Int, words: String) {
        var dashboard = Scenario.session(columns: columns, rows: 40).pressed([.character("2")])
        let retryAt = "14:\(32 + (9 + seconds) / 60):\((9 + seconds) % 60)"
        dashboard.take(Scenario.denied(1197, "14:32:08", took: 100, attempt: 3, retryAt: retryAt))
        dashboard.tell(.tick(now: Scenario.time("14:32:09")))
        #expect(dashboard.render().text.contains(" \(words) "))
    }

    @Test("A retry that is over waits for the next request, and no call is announced for it")
    func pastRetry() {
        let denied = Scenario.denied(1, "14:31:38", took: 100, attempt: 1, retryAt: "14:33:00")
        #expect(row(denied, 2)?.nextCall(at: Scenario.time("14:33:00")) == .onUse)
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take(denied)
        dashboard.press(.character("2"))
        dashboard.tell(.tick(now: Scenario.time("14:32:52")))
        #expect(dashboard.render().text(row: 22).contains("next STS call in 8s (C, retry 1)"))
        dashboard.tell(.tick(now: Scenario.time("14:33:01")))
        #expect(dashboard.render().text(row: 22).contains("no STS call ahead"))
        #expect(dashboard.render().text(row: 3).contains("DENIED      -  on use"))
    }

    @Test("The pane says how a token goes on: renewed, let lapse, or set off by the next request")
    func panes() {
        func pane(_ events: [ProxyEvent], at now: String) -> String {
            var dashboard = Dashboard(Scenario.configuration())
            dashboard.take(events)
            dashboard.press(.character("2"))
            dashboard.tell(.tick(now: Scenario.time(now)))
            return dashboard.render().text
        }
        let unused = Scenario.mint(Scenario.api, "A", 0, 1, at: "13:54:01", took: 0, waiters: 0, life: 20)
        #expect(pane(unused, at: "13:54:02").contains("lapses at 13:54:21 unless it is used"))
        #expect(pane(unused, at: "13:54:02").contains("unused"))
        #expect(pane(unused, at: "13:54:02").contains("no STS call ahead"))
        #expect(pane(unused, at: "13:54:18").contains("due since 13:54:16: the next request sets it off"))
        let used = Scenario.mint(Scenario.api, "A", 0, 1, at: "13:54:01.001", took: 0, life: 20)
        #expect(pane(used, at: "13:54:09").contains("13:54:16 (5s before expiry), in 7s, in the background"))
        let second = Scenario.mint(Scenario.api, "A", 0, 2, at: "13:54:16", took: 0, reason: .due, life: 20)
        #expect(pane(used + second, at: "13:54:17").contains("#1 13:54:01-13:54:21 refreshed in time"))
    }

    @Test(
        "The fuse's scale is told where it is exact, else as the life and the cells",
        arguments: [(3600, "FUSE 5m/cell"), (15, "FUSE 15s/12"), (24, "FUSE 2s/cell")])
    func scale(life: Int64, title: String) {
        var dashboard = Dashboard(Scenario.configuration(columns: 120, rows: 40))
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 1, at: "14:00:00", took: 0, life: life))
        dashboard.press(.character("2"))
        #expect(dashboard.render().text(row: 2).contains(title + " "))
    }
}
