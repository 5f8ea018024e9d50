import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Recording, and how much is told")
struct RecordingTests {
    @Test(
        ":rec FILE asks for a recording, REC says that there is one, :rec off ends it",
        arguments: [(60, 12), (80, 24), (120, 40)])
    func records(_ columns: Int, _ rows: Int) {
        var dashboard = Scenario.session(columns: columns, rows: rows)
        #expect(dashboard.run("rec off") == [])
        #expect(dashboard.toast?.text == "nothing is being recorded")
        #expect(dashboard.run("rec my run.jotop") == [.record(.begin("my run.jotop"))])
        #expect(!dashboard.render().text(row: 1).contains("REC"))
        dashboard.tell(.recorded(.began(file: "my run.jotop")))
        #expect(dashboard.render().text(row: 1).contains("REC"))
        #expect(dashboard.run("rec other.jotop") == [])
        #expect(dashboard.toast?.text == "recording to my run.jotop already: :rec off ends that")
        #expect(dashboard.run("rec off") == [.record(.end)])
        dashboard.tell(.recorded(.ended(file: "my run.jotop")))
        #expect(!dashboard.render().text(row: 1).contains("REC"))
        #expect(dashboard.toast?.text == "recorded to my run.jotop: jotop --replay my run.jotop")
    }

    @Test("What went wrong is told, and is an event; a recording that is lost is none any more")
    func lost() {
        var dashboard = Scenario.session()
        dashboard.tell(.recorded(.refused(file: "a", reason: "there is a file of that name")))
        #expect(
            dashboard.toast
                == Toast(
                    text: "!! a not recorded to: there is a file of that name", isError: true, shownAt: Scenario.now))
        dashboard.tell(.recorded(.began(file: "a")))
        dashboard.tell(.recorded(.lost(file: "a", reason: "no space left on device")))
        #expect(dashboard.recording == nil)
        #expect(dashboard.live.events.logLines == 3)
    }

    @Test("A recording from the start is shown, and :rec proposes to end it")
    func fromTheStart() {
        var configuration = Scenario.configuration()
        configuration.recording = "run.jotop"
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.beginning)
        #expect(dashboard.draw().text(row: 1).contains("REC"))
        #expect(dashboard.run("rec off") == [.record(.end)])
    }

    @Test("In a replay there is nothing to record")
    func replay() {
        var configuration = Scenario.configuration()
        configuration.playback = .running(speed: 1)
        var dashboard = Dashboard(configuration)
        #expect(dashboard.run("rec run.jotop") == [])
        #expect(dashboard.toast?.text == "a replay: what it shows is recorded already")
    }

    // MARK: - Levels

    private static let fetching = ProxyEvent.tokenFetching(
        TokenFetching(
            time: Scenario.now, audiences: Scenario.api, handle: TokenHandle(index: 0), reason: .due, attempt: 2,
            flow: FlowID(1196)))
    private static let clock = ProxyEvent.clockMeasured(
        ClockMeasured(time: Scenario.now, offset: .milliseconds(100), isCorrected: false))

    private static func added(_ level: String, _ events: [ProxyEvent]) -> Int {
        var dashboard = Scenario.session().ran("level \(level)")
        let before = dashboard.live.events.total
        dashboard.take(events)
        return dashboard.live.events.total - before
    }

    @Test(
        "From a level on, and from now on",
        arguments: [("debug", 4), ("info", 2), ("warn", 1), ("error", 0)])
    func levels(level: String, count: Int) {
        let events =
            [Self.fetching, Self.clock] + Scenario.plans(1197, "14:32:08", "/v2", 20)
            + [.tokenEvicted(Scenario.evicted(3, Scenario.lake))]
        #expect(Self.added(level, events) == count)
    }

    @Test("The level is said where it is not the usual one, and a log is told of it")
    func told() {
        var dashboard = Scenario.session().pressed([.character("3")])
        #expect(!dashboard.render().text.contains("level"))
        #expect(dashboard.run("level debug") == [.logLevel(.debug)])
        dashboard.tell(.tick(now: Scenario.time("14:32:20")))
        #expect(dashboard.render().text.contains("level debug"))
        dashboard.take([Self.fetching])
        #expect(dashboard.render().text.contains("asking STS  refresh window reached  attempt 2"))
        #expect(dashboard.run("level loud") == [])
        #expect(dashboard.toast?.text == "level takes one of debug, info, warn, error")
    }
}
