import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Leaving the program")
struct LeavingTests {
    @Test("q asks while requests are in flight, and only then")
    func asks() {
        var busy = Scenario.session()
        #expect(busy.press(.character("q")) == [])
        #expect(busy.place == .leaving)
        #expect(busy.press(.enter) == [])
        busy.press(.character("q"))
        var twice = busy
        #expect(busy.press(.character("y")) == [.quit(.gracefully)])
        #expect(twice.press(.character("q")) == [.quit(.gracefully)])
        var idle = Dashboard(Scenario.configuration())
        #expect(idle.press(.character("q")) == [.quit(.gracefully)])
    }

    @Test("The question before leaving answers itself when the last request is over")
    func leavesByItself() {
        var dashboard = Dashboard(Scenario.configuration())
        let start = Scenario.start(1, "14:32:00", "GET", "a.example", "/", nil)
        dashboard.take([.flowStarted(start)])
        dashboard.press(.character("q"))
        #expect(dashboard.place == .leaving)
        let end = FlowEnd(start: start, time: Scenario.now)
        #expect(
            dashboard.update(.events(EventBatch(events: [.flowCompleted(end)], dropped: 0))) == [.quit(.gracefully)])
        #expect(dashboard.dialog == nil)
    }

    @Test("The question waits for the engine's count as well")
    func leavesBySnapshot() {
        var dashboard = Dashboard(Scenario.configuration())
        var totals = TrafficSnapshot()
        totals.inFlight = 1
        dashboard.tell(.snapshot(totals, at: Scenario.now))
        dashboard.press(.character("q"))
        totals.inFlight = 0
        #expect(dashboard.update(.snapshot(totals, at: Scenario.now)) == [.quit(.gracefully)])
        #expect(dashboard.update(.snapshot(totals, at: Scenario.now)) == [])
    }

    @Test("q goes one step back where there is one")
    func stepsBack() {
        var dashboard = Scenario.session().pressed([.enter])
        #expect(dashboard.press(.character("q")) == [])
        #expect(dashboard.place == .flows)
    }

    @Test("Q quits from everywhere, Ctrl-c too, and its second press waits for nothing")
    func quits() {
        var dashboard = Scenario.session()
        #expect(dashboard.press(.character("Q")) == [.quit(.gracefully)])
        #expect(dashboard.press(.control("c")) == [.quit(.gracefully)])
        #expect(dashboard.press(.control("c")) == [.quit(.atOnce)])
    }

    @Test("A signal and a lost terminal end it")
    func ends() {
        var dashboard = Scenario.session()
        #expect(dashboard.update(.terminal(.terminate(signal: 15))) == [.quit(.signal(15))])
        #expect(dashboard.update(.terminal(.lost)) == [.quit(.terminalLost)])
        #expect(dashboard.update(.terminal(.resumed)) == [.repaint])
    }
}
