import Canvas
import ProxyCore
import Testing

@testable import Dashboard

/// Counts follow the rows that they count.
@Suite("Rows first, counts with the frame after them")
struct BeatTests {
    private func hit(_ number: UInt64) -> [ProxyEvent] { Scenario.hit(number, "14:32:09", "GET", "/new", 200, 5) }

    @Test("A frame that brings rows leaves counts, context line and times as they were; the next frame brings them")
    func holds() {
        var dashboard = Scenario.session()
        let before = dashboard.draw()
        dashboard.take(hit(1197))
        let rows = dashboard.draw()
        #expect(rows.text(row: 21).contains("/new"))
        #expect(rows.text(row: 1) == before.text(row: 1))
        #expect(rows.text(row: 22) == before.text(row: 22))
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.tell(.tick(now: Scenario.time("14:32:10")))
        #expect(dashboard.isDirty)
        let counts = dashboard.draw()
        #expect(counts.text(row: 1).contains("1 Flows 1,197"))
        #expect(counts.text(row: 22).hasPrefix(" #1197"))
        #expect(counts == dashboard.render())
    }

    @Test("The counts of the last rows come though nobody looks: a terminal without the focus asks for one tick more")
    func unfocused() {
        var dashboard = Scenario.session()
        dashboard.tell(.terminal(.focused(false)))
        _ = dashboard.draw()
        #expect(dashboard.nextTick == nil)
        dashboard.take(hit(1197))
        _ = dashboard.draw()
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.tell(.tick(now: Scenario.time("14:32:10")))
        _ = dashboard.draw()
        #expect(dashboard.nextTick == nil)
    }

    @Test("Where each frame brings rows, counts are two seconds behind at most")
    func patience() {
        var dashboard = Scenario.session()
        for (number, time) in [(1197, "14:32:09"), (1198, "14:32:09.900")] as [(UInt64, String)] {
            dashboard.take(hit(number))
            dashboard.tell(.tick(now: Scenario.time(time)))
            #expect(dashboard.draw().text(row: 1).contains("1 Flows 1,196"))
        }
        dashboard.take(hit(1199))
        dashboard.tell(.tick(now: Scenario.time("14:32:10")))
        #expect(dashboard.draw().text(row: 1).contains("1 Flows 1,199"))
    }

    @Test("Once the wall clock has been put back, counts come with the next row")
    func clockPutBack() {
        var dashboard = Scenario.session()
        _ = dashboard.draw()
        dashboard.take(hit(1197))
        dashboard.tell(.tick(now: Scenario.time("13:32:09")))
        #expect(dashboard.draw().text(row: 1).contains("1 Flows 1,197"))
    }

    @Test("A key, a toast and minting that is off are answered at once")
    func atOnce() {
        var pressed = Scenario.session()
        pressed.take(hit(1197))
        pressed.tell(.terminal(.key(.character("T"))))
        #expect(pressed.draw().text(row: 1).contains("1 Flows 1,197"))

        var missed = Scenario.session()
        missed.take(hit(1197), dropped: 3)
        #expect(missed.draw().text(row: 22).contains("3 events missed"))

        var off = Scenario.session()
        off.take(hit(1197) + [.mintingSwitched(MintingSwitched(time: Scenario.now, isOn: false))])
        #expect(off.draw().text(row: 1).contains("MINTING OFF"))
    }
}
