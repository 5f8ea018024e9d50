import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("A wall clock that is set")
struct LeapTests {
    static let steps = [Duration.seconds(3_600), .seconds(-3_600)]

    /// A session whose machine's clock was set, and which is shown the new time.
    private func set(_ step: Duration, _ dashboard: Dashboard, after seconds: Int = 0) -> Dashboard {
        var copy = dashboard
        let now = dashboard.now.advanced(by: step + .seconds(seconds))
        copy.tell(.leapt(.set(by: step), at: now))
        copy.tell(.tick(now: now))
        _ = copy.draw()
        return copy
    }

    @Test("A message stays for as long as it would have, no longer and no shorter", arguments: steps)
    func toast(step: Duration) {
        var dashboard = Scenario.session()
        dashboard.show("done")
        let later = set(step, dashboard, after: 2)
        #expect(later.toast?.text == "done")
        var over = later
        over.tell(.tick(now: later.now.advanced(by: .seconds(2))))
        #expect(over.toast == nil)
    }

    @Test("A sorted list is put in order a second later, whatever the clock says", arguments: steps)
    func sorted(step: Duration) {
        let dashboard = Scenario.session().pressed([.character("s")])
        var later = set(step, dashboard)
        later.take(Scenario.hit(1197, step > .zero ? "15:32:08" : "13:32:08", "GET", "/slow", 200, 900))
        #expect(later.isSortDue)
        later.tell(.tick(now: later.now.advanced(by: .seconds(1))))
        #expect(!later.isSortDue)
    }

    @Test("What can be undone can be for as long as it could, and not longer", arguments: steps)
    func undoable(step: Duration) {
        var dashboard = Scenario.session()
        dashboard.take([.tokenEvicted(Scenario.evicted(3, Scenario.lake))])
        var soon = set(step, dashboard, after: 59)
        #expect(soon.undo() == [.send(.undo)])
        var late = set(step, dashboard, after: 61)
        #expect(late.undo() == [])
    }

    @Test("A column that all rows agree on goes after the same ten seconds", arguments: steps)
    func columns(step: Duration) {
        var watch = ColumnWatch()
        watch.saw([.method], at: Scenario.now)
        watch.clockWasSet(by: step)
        let now = Scenario.now.advanced(by: step)
        #expect(!watch.isCalm(.method, at: now.advanced(by: .seconds(9))))
        #expect(watch.isCalm(.method, at: now.advanced(by: .seconds(10))))
    }

    @Test("A token has left what it had, is in use as before, and is renewed when it would have been", arguments: steps)
    func tokens(step: Duration) throws {
        let dashboard = Scenario.session()
        let later = set(step, dashboard)
        for row in dashboard.live.tokens.rows {
            let after = try #require(later.live.tokens[row.handle])
            #expect(
                after.held(at: later.now)?.left(at: later.now) == row.held(at: dashboard.now)?.left(at: dashboard.now))
            #expect(after.state(at: later.now) == row.state(at: dashboard.now))
            #expect(
                after.retryAt.map { later.now.duration(to: $0) } == row.retryAt.map { dashboard.now.duration(to: $0) })
        }
        #expect(later.audiencesInUse == 4)
    }

    @Test("What runs has run no longer for it", arguments: steps)
    func running(step: Duration) {
        let dashboard = Scenario.session()
        let later = set(step, dashboard)
        let before = dashboard.live.flows.record(of: FlowID(1194))?.total(at: dashboard.now)
        #expect(later.live.flows.record(of: FlowID(1194))?.total(at: later.now) == before)
    }

    @Test("A pause is counted on", arguments: steps)
    func paused(step: Duration) {
        let dashboard = Scenario.session().pressed([.character("p")])
        #expect(set(step, dashboard, after: 41).render().text.contains("PAUSED 00:41"))
    }
}
