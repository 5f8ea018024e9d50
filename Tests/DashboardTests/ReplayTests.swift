import Canvas
import ProxyCore
import Recordings
import Synchronization
import Testing

@testable import Dashboard

@Suite("A recording on the screen")
struct ReplayTests {
    private static let sizes = [(80, 24), (120, 40), (200, 60)].map { Canvas.Size(columns: $0.0, rows: $0.1) }

    /// What the proxy tells over the last minute of the story, with the totals that go with it.
    private static let story: [ProxyEvent] =
        Scenario.beginning + [Scenario.clockAnHourOff, Scenario.report(Scenario.halfWay, isComplete: false)]
        + Scenario.newer
        + [.tls(TLSNotice(time: Scenario.now, .handshakeFailed(reason: "no \u{1B}[31mcertificate")))]

    private static var header: RecordingHeader {
        var header = RecordingHeader(start: Scenario.configuration().start)
        (header.utcOffset, header.isDemo, header.upstreamScheme) = (3600, true, .https)
        header.audienceRule = .derivedFromHost
        return header
    }

    private static func configuration(_ size: Canvas.Size) -> Dashboard.Configuration {
        var configuration = Dashboard.Configuration(start: header.start)
        (configuration.utcOffset, configuration.isDemo, configuration.size) = (header.utcOffset, true, size)
        (configuration.upstreamScheme, configuration.audienceRule) = (.https, .derivedFromHost)
        return configuration
    }

    /// The story as the dashboard is told it, event by event, with the totals behind each.
    private static let messages: [(time: WallTime, message: Dashboard.Message, line: String)] = {
        var totals = TrafficSnapshot()
        var clock = header.start
        var messages: [(WallTime, Dashboard.Message, String)] = []
        for event in story {
            clock = max(clock, event.time)
            if case .flowStarted = event { totals.requests += 1 }
            let line = EventJSON.line(event, detailed: true)
            messages.append((clock, .events(EventBatch(events: [event])), line))
            messages.append((clock, .snapshot(totals, at: clock), totals.line(at: clock)))
        }
        return messages
    }()

    private static let recording = Array(
        ([header.line] + messages.map(\.line)).map { $0 + "\n" }.joined().utf8)

    /// The dashboard as it was live, at a moment.
    private static func live(at moment: WallTime, _ size: Canvas.Size) -> Dashboard {
        var dashboard = Dashboard(configuration(size))
        for (time, message, _) in messages where time <= moment {
            dashboard.tell(.tick(now: time))
            dashboard.tell(message)
        }
        dashboard.tell(.tick(now: moment))
        return dashboard
    }

    /// The same from the recording, played in steps of some length.
    private static func replayed(
        until moment: WallTime, step: Duration, _ size: Canvas.Size, playback: Bool = false
    ) throws -> Dashboard {
        let stop = ClockTime(moment.clock(offset: header.utcOffset))
        let source = Mutex(recording[...])
        let reader = RecordingReader {
            source.withLock { rest in
                defer { rest = rest.dropFirst(1000) }
                return Array(rest.prefix(1000))
            }
        }
        var replayer = try Replayer(reader, until: stop)
        var configuration = configuration(size)
        if playback { configuration.playback = .running(speed: 1) }
        var dashboard = Dashboard(configuration)
        for step in try replayer.opening() { dashboard.tell(step.message) }
        // Nothing happens in the hour before the story's minute.
        var virtual = Scenario.time("14:31:10")
        for step in try replayer.play(through: virtual, limit: 1_000_000) { dashboard.tell(step.message) }
        while replayer.phase == .running {
            virtual = virtual.advanced(by: step)
            for step in try replayer.play(through: virtual) { dashboard.tell(step.message) }
            _ = dashboard.draw()
        }
        #expect(replayer.phase == .standing && replayer.now == moment)
        if playback { dashboard.tell(.played(.standing, note: nil)) }
        return dashboard
    }

    private static let keys: [[Key]] = [
        [], [.character("2")], [.character("2"), .enter], [.character("3")], [.character("3"), .enter],
        [.character("k"), .character("w")], [.character("k"), .character("w"), .character("]")],
        [.character("k"), .character("w"), .character("]"), .character("]")],
        [.character("k"), .character("w"), .character("]"), .character("]"), .character("]")],
        [.character("k"), .character("w"), .character("[")], [.character("!")], [.character("T")],
        [.character("H")], [.character("?")], [.character("G"), .character("k"), .character("k"), .character("w")],
    ]

    @Test(
        "At every moment and every size, every view shows what it showed live",
        arguments: ["14:31:38", "14:31:45", "14:31:53", "14:32:07"], sizes)
    func sameFrames(_ at: String, _ size: Canvas.Size) throws {
        let moment = Scenario.time(at)
        let live = Self.live(at: moment, size)
        let replayed = try Self.replayed(until: moment, step: .milliseconds(100), size)
        for keys in Self.keys {
            let (one, two) = (live.pressed(keys).render(), replayed.pressed(keys).render())
            #expect(one == two, "\(at) \(keys)\n\(one.text)\n\n\(two.text)")
        }
    }

    @Test("However fast it is played, it comes to the same", arguments: [7, 250, 3_333, 1_000_000] as [Int64])
    func anySpeed(_ milliseconds: Int64) throws {
        let (moment, size) = (Scenario.time("14:32:07"), Self.sizes[1])
        let usual = try Self.replayed(until: moment, step: .milliseconds(100), size)
        let other = try Self.replayed(until: moment, step: .milliseconds(milliseconds), size)
        for keys in Self.keys { #expect(usual.pressed(keys).render() == other.pressed(keys).render()) }
    }

    @Test("The mode field says that it is a replay, and where it stands", arguments: [60, 80, 120, 200])
    func mode(_ columns: Int) throws {
        let size = Canvas.Size(columns: columns, rows: 24)
        var dashboard = try Self.replayed(
            until: Scenario.time("14:31:53"), step: .milliseconds(100), size, playback: true)
        #expect(dashboard.render().text(row: 1).hasSuffix("REPLAY stands 15:31:53"))
        dashboard.tell(.played(.running(speed: 10), note: nil))
        #expect(dashboard.render().text(row: 1).hasSuffix("REPLAY 10x 15:31:53"))
        dashboard.tell(.played(.ended, note: "the recording ends here"))
        let screen = dashboard.render().text
        #expect(screen.contains("REPLAY ended 15:31:53") && screen.contains("the recording ends here"))
        dashboard.press(.character("j"))
        #expect(!dashboard.render().text.contains("ends here"))
    }

    @Test("Keys that look work, and keys that act say why they do not", arguments: ["r", "x", "X"] as [Character])
    func acting(_ key: Character) throws {
        var dashboard = try Self.replayed(
            until: Scenario.time("14:31:53"), step: .milliseconds(100), Self.sizes[1], playback: true)
        dashboard.press(.character("2"))
        #expect(dashboard.press(.character(key)).isEmpty)
        #expect(dashboard.dialog == nil)
        #expect(dashboard.render().text.contains("a replay: there is no proxy to do that"))
        #expect(dashboard.press(.character("P")).isEmpty)
        #expect(dashboard.press(.escape, .character("q")) == [.quit(.gracefully)])
    }

    @Test("Its clock is shown, so a second is a frame; none once it stands or while it is paused")
    func ticking() throws {
        var dashboard = try Self.replayed(
            until: Scenario.time("14:31:53"), step: .milliseconds(100), Self.sizes[0], playback: true)
        #expect(dashboard.nextTick == nil)
        dashboard.tell(.played(.running(speed: 1), note: nil))
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.press(.character("p"))
        #expect(dashboard.nextTick == nil && dashboard.isPaused)
    }
}

extension Replayer.Step {
    fileprivate var message: Dashboard.Message {
        switch self {
        case .passed(let moment): .tick(now: moment)
        case .came(let batch): .events(batch)
        case .counted(let totals, let moment): .snapshot(totals, at: moment)
        }
    }
}
