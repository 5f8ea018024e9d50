import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Undo, as its reader sees it")
struct UndoTests {
    private func restored(_ handle: Int, _ generation: Int, insteadOf instead: Int?) -> ProxyEvent {
        let handle = TokenHandle(index: handle)
        return .tokenRestored(
            TokenRestored(
                time: Scenario.time("14:32:20"), audiences: Scenario.api,
                token: TokenID(handle: handle, generation: generation),
                instead: instead.map { TokenID(handle: handle, generation: $0) }, refreshAt: Scenario.time("15:00")))
    }

    private static let refreshed = Scenario.mint(
        Scenario.api, "A", 0, 4, at: "14:32:09", took: 398, reason: .forced)

    @Test("u does nothing where there is nothing to undo, and says what there could be")
    func nothing() {
        var dashboard = Scenario.session()
        #expect(dashboard.press(.character("u")) == [])
        #expect(dashboard.toast?.text.hasPrefix("nothing to undo: a token is kept for 60 s") == true)
    }

    @Test(
        "For a minute after a refresh by hand u takes it back, and not a second longer",
        arguments: [(8, true), (9, false)])
    func minute(_ row: (second: Int, works: Bool)) {
        var dashboard = Scenario.session()
        dashboard.take(Self.refreshed)
        dashboard.tell(.tick(now: Scenario.time("14:33:0\(row.second)")))
        #expect(dashboard.press(.character("u")) == (row.works ? [.send(.undo)] : []))
    }

    @Test("A refresh of the cache's own cannot be taken back")
    func ownRefresh() {
        var dashboard = Scenario.session()
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:09", took: 398, reason: .due))
        #expect(dashboard.press(.character("u")) == [])
    }

    @Test("A token that came back is the one in use, and what served meanwhile is told as undone")
    func comesBack() {
        var dashboard = Scenario.session()
        dashboard.take(Self.refreshed)
        dashboard.take([restored(0, 3, insteadOf: 4)])
        let row = dashboard.shown.tokens[Scenario.api]
        #expect(row?.held(at: Scenario.time("14:32:30"))?.id.description == "A3")
        #expect(row?.state(at: Scenario.time("14:32:30")) == .fresh)
        #expect(row?.generation(4)?.fate == .undone)
        #expect(dashboard.toast?.text == "A3 serves again, A4 is dropped")
        #expect(dashboard.press(.character("u")) == [])
        let next = Scenario.mint(Scenario.api, "A", 0, 4, at: "14:40:00", took: 398, reason: .due)
        dashboard.take(next)
        #expect(dashboard.shown.tokens[Scenario.api]?.generation(3)?.fate == .replaced(.due))
    }

    @Test("An evicted token comes back as well, and the events list says so")
    func evicted() {
        var dashboard = Scenario.session()
        let id = TokenID(handle: TokenHandle(index: 0), generation: 3)
        dashboard.take([
            .tokenEvicted(
                TokenEvicted(
                    time: Scenario.now, audiences: Scenario.api, handle: id.handle, token: id, reason: .requested))
        ])
        #expect(dashboard.toast?.text == "A3 evicted: the next request waits for STS. u undoes for 60 s")
        #expect(dashboard.press(.character("u")) == [.send(.undo)])
        dashboard.take([restored(0, 3, insteadOf: nil)])
        #expect(dashboard.shown.tokens[Scenario.api]?.held(at: Scenario.time("14:32:30"))?.id == id)
        dashboard.press(.character("3"))
        #expect(dashboard.render().text.contains("CACHE undo"))
    }
}
