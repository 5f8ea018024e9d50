import ProxyCore
import Testing

@testable import Recordings

@Suite("Playing a recording back")
struct ReplayerTests {
    private static let begin = WallTime(recorded: "2026-11-21T14:31:50.500Z") ?? Samples.time

    private static func text(_ seconds: [Double], header: Bool = true) -> String {
        var lines = header ? [RecordingHeader(start: begin).line] : []
        lines.append(EventJSON.line(.listening(Listening(time: begin, address: "a:1", upstream: "Host"))))
        for (index, second) in seconds.enumerated() {
            let time = begin.advanced(by: .milliseconds(Int64(second * 1000)))
            let start = FlowStart(
                id: FlowID(UInt64(index + 1)), time: time, method: "GET", host: "a", path: "/", audiences: nil)
            lines.append(EventJSON.line(.flowStarted(start), detailed: true))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func words(_ steps: [Replayer.Step]) -> [String] {
        steps.map { step in
            switch step {
            case .passed(let moment): "at \(begin.duration(to: moment).milliseconds)"
            case .came(let batch): batch.events.map(\.name).joined(separator: " ")
            case .counted(let totals, _): "\(totals.requests) requests"
            }
        }
    }

    @Test("The moment is told before what happens in it, and each whole second besides")
    func order() throws {
        var replayer = try Replayer(RecordingReader(text: Self.text([0.2, 2.7])))
        #expect(Self.words(try replayer.opening()) == ["at 0", "listening"])
        #expect(replayer.nextMoment == Self.begin.advanced(by: .milliseconds(200)))
        let steps = try replayer.play(through: Self.begin.advanced(by: .seconds(9)))
        #expect(
            Self.words(steps) == [
                "at 200", "flow.started", "at 500", "at 1500", "at 2500", "at 2700", "flow.started",
            ])
        #expect(replayer.phase == .ended && replayer.nextMoment == nil)
        #expect(replayer.now == Self.begin.advanced(by: .milliseconds(2700)))
    }

    @Test("How often it is asked makes no difference", arguments: [1, 10, 333, 1000, 5000])
    func anyPace(_ milliseconds: Int64) throws {
        let seconds = (0..<40).map { Double(($0 * 37) % 90) / 10 }
        let end = Self.begin.advanced(by: .seconds(7))
        let stop = ClockTime("14:31:57.500")
        var (once, often) = (try replayer(seconds, stop), try replayer(seconds, stop))
        let all = try once.play(through: end.advanced(by: .seconds(60)))
        var pieces: [Replayer.Step] = []
        var moment = Self.begin
        while often.phase == .running {
            moment = moment.advanced(by: .milliseconds(milliseconds))
            pieces += try often.play(through: moment, limit: 3)
        }
        #expect(Self.events(pieces) == Self.events(all))
        #expect(once.now == end && often.now == end)
        #expect(once.phase == .standing && often.phase == .standing)
    }

    private func replayer(_ seconds: [Double], _ stop: ClockTime?) throws -> Replayer {
        try Replayer(RecordingReader(text: Self.text(seconds)), until: stop)
    }

    /// What happened, and at which moment: the moment may have been told more than once.
    private static func events(_ steps: [Replayer.Step]) -> [String] {
        var moment = ""
        return words(steps).compactMap { word in
            if word.hasPrefix("at ") { moment = word }
            return word.hasPrefix("at ") ? nil : "\(moment) \(word)"
        }
    }

    @Test("It stands where it is to stop, and past the end it ends")
    func ends() throws {
        var standing = try replayer([1, 2, 3], ClockTime("14:31:52"))
        _ = try standing.play(through: Self.begin.advanced(by: .seconds(100)))
        #expect(standing.phase == .standing && standing.now == WallTime(recorded: "2026-11-21T14:31:52Z"))
        let none = try standing.play(through: Self.begin.advanced(by: .seconds(200)))
        #expect(none.isEmpty)
        var ended = try replayer([1], ClockTime("15:00:00"))
        _ = try ended.play(through: Self.begin.advanced(by: .seconds(100)))
        #expect(ended.phase == .ended && ended.now == Self.begin.advanced(by: .seconds(1)))
    }

    @Test("Events whose times are out of order come in the file's order, and no clock runs back")
    func disorder() throws {
        var replayer = try replayer([2, 1, 3], nil)
        let steps = try replayer.play(through: Self.begin.advanced(by: .seconds(9)))
        let moments = Self.words(steps).compactMap { $0.hasPrefix("at ") ? Int($0.dropFirst(3)) : nil }
        #expect(moments == moments.sorted())
        #expect(replayer.now == Self.begin.advanced(by: .seconds(3)))
    }

    @Test("A log has no totals: they are counted")
    func tally() throws {
        var replayer = try Replayer(RecordingReader(text: Self.text([1, 2], header: false)))
        let words = Self.words(try replayer.play(through: Self.begin.advanced(by: .seconds(9))))
        #expect(words.last == "2 requests")
    }

    @Test(
        "What holds no event is no recording", arguments: ["", "\n\n", #"{"time":"2026-11-21T14:31:50Z","type":"x"}"#])
    func empty(_ text: String) {
        #expect(throws: RecordingError.empty) { try Replayer(RecordingReader(text: text)) }
    }

    @Test(
        "A time of day is the next at which a clock there shows it",
        arguments: [
            ("14:31:50.500", 0, 0), ("14:31:51", 0, 500), ("14:31:50", 0, 86_399_500), ("15:31:51", 3600, 500),
            ("10:01:51", -16_200, 500), ("00:00:00", 0, 34_089_500),
        ] as [(String, Int, Int64)])
    func clockTimes(_ text: String, _ offset: Int, _ ahead: Int64) throws {
        let time = try #require(ClockTime(text))
        #expect(time.moment(after: Self.begin, offset: offset) == Self.begin.advanced(by: .milliseconds(ahead)))
    }

    @Test("What is no time of day is none", arguments: ["", "14", "14:31", "24:00:00", "14:60:00", "14:31:5", "x"])
    func noClockTimes(_ text: String) { #expect(ClockTime(text) == nil) }
}

@Suite("The clock of a playback")
struct PlaybackClockTests {
    @Test("It runs at its speed, stands while it is stopped, and says when a moment comes", arguments: [0.5, 1, 10])
    func runs(_ speed: Double) {
        let (real, start) = (ContinuousClock.now, Samples.time)
        func after(_ seconds: Double) -> ContinuousClock.Instant { real.advanced(by: .seconds(seconds)) }
        var clock = PlaybackClock(at: start, real: real, speed: speed)
        #expect(clock.now(at: after(4)) == start.advanced(by: .seconds(4 * speed)))
        #expect(clock.real(of: start.advanced(by: .seconds(20))) == after(20 / speed))
        let stop = clock.now(at: after(4))
        clock.stop(at: stop)
        #expect(clock.isStopped && clock.now(at: after(60)) == stop)
        clock.goOn(at: after(60))
        #expect(clock.now(at: after(61)) == stop.advanced(by: .seconds(speed)))
    }

    @Test("As fast as it goes, every moment has come")
    func fastest() {
        let (real, start) = (ContinuousClock.now, Samples.time)
        let clock = PlaybackClock(at: start, real: real, speed: .infinity)
        #expect(clock.real(of: start.advanced(by: .seconds(86_400))) == real)
        #expect(clock.now(at: real.advanced(by: .milliseconds(1))) > start.advanced(by: .seconds(86_400 * 365)))
    }
}
