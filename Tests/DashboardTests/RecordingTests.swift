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
        "From a level on",
        arguments: [("debug", 4), ("info", 2), ("warn", 1), ("error", 0)])
    func levels(level: String, count: Int) {
        let events =
            [Self.fetching, Self.clock] + Scenario.plans(1197, "14:32:08", "/v2", 20)
            + [.tokenEvicted(Scenario.evicted(3, Scenario.lake))]
        #expect(Self.added(level, events) == count)
    }

    @Test(
        "What a level hides is counted, and shown by another level, in a picture that stands still too",
        arguments: [true, false])
    func counted(isPaused: Bool) {
        var dashboard = Scenario.session(columns: 120, rows: 40).pressed([.character("3")])
        dashboard.take([Self.fetching, Self.fetching, Self.clock])
        if isPaused { dashboard.press(.character("p")) }
        let rows = dashboard.keys(of: .events).count
        let hidden = dashboard.shown.events.hidden.reduce(0) { $0 + $1.rows }
        #expect(hidden >= 2)
        if !isPaused { #expect(dashboard.render().text.contains("\(hidden) hidden at debug")) }
        _ = dashboard.run("level debug")
        #expect(dashboard.keys(of: .events).count == rows + hidden)
        dashboard.press(.character("k"))
        #expect(dashboard.render().text.contains("asking STS"))
        _ = dashboard.run("level info")
        #expect(dashboard.keys(of: .events).count == rows)
    }

    @Test("A filter goes through what the level lists, and no more")
    func filteredLevel() {
        var dashboard = Scenario.session(columns: 120, rows: 40).pressed([.character("3"), .character("/")])
        dashboard.type("asking|STS")
        dashboard.press(.enter)
        let rows = dashboard.keys(of: .events).count
        dashboard.take([Self.fetching])
        #expect(dashboard.keys(of: .events).count == rows)
        _ = dashboard.run("level debug")
        #expect(dashboard.keys(of: .events).count > rows)
    }

    @Test("An empty list says how many events the level hides, and how to see them")
    func nothingListed() {
        var dashboard = Dashboard(Scenario.configuration())
        dashboard.take([Self.fetching])
        dashboard.press(.character("3"))
        #expect(
            dashboard.render().text.contains("No events at level info. 1 hidden at debug: :level debug lists them."))
    }

    @Test("The level is said where it is not the usual one, and a log is told of it")
    func told() {
        var dashboard = Scenario.session().pressed([.character("3")])
        #expect(!dashboard.render().text.contains("  level "))
        #expect(dashboard.run("level debug") == [.logLevel(.debug)])
        dashboard.tell(.tick(now: Scenario.time("14:32:20")))
        #expect(dashboard.render().text.contains("level debug"))
        dashboard.take([Self.fetching])
        #expect(dashboard.render().text.contains("asking STS  refresh window reached  attempt 2"))
        #expect(dashboard.run("level loud") == [])
        #expect(dashboard.toast?.text == "level takes one of debug, info, warn, error")
    }
}
