import ProxyCore
import Testing

@testable import JotopApp

@Suite("Lines say that something goes wrong on purpose")
struct FaultMarkTests {
    private static let now = WallTime(seconds: 1_795_271_000)

    private static func notice(_ happening: FaultNotice.Happening) -> ProxyEvent {
        .fault(FaultNotice(time: now, happening))
    }

    private static let event = ProxyEvent.mintingSwitched(MintingSwitched(time: now, isOn: true))

    /// Whether each line is marked.
    private static func marks(_ batch: EventBatch, by log: inout EventLines) -> [Bool] {
        var lines = Lines()
        log.add(batch, to: &lines)
        return lines.texts.map { $0.hasSuffix(" FAULTS-ON") }
    }

    private static let text = EventLog.Format.text(level: .debug, offset: 0)

    @Test("A reader too slow for the event that told of a fault has the mark all the same, on the line of its loss too")
    func missed() {
        let controls = FaultControls(routes: AudienceOverrides())
        var log = EventLines(Self.text, faultsNow: { controls.state })
        #expect(Self.marks(EventBatch(events: [Self.event]), by: &log) == [false])
        controls.change { $0.set(.tampered, host: nil) }
        #expect(Self.marks(EventBatch(events: [Self.event], dropped: 3), by: &log) == [true, true])
        _ = controls.change { $0.clear(.all) }
        #expect(Self.marks(EventBatch(events: [Self.event], dropped: 1), by: &log) == [false, false])
    }

    @Test("Without losses, the mark goes on and off with the events, in their order")
    func told() {
        var log = EventLines(Self.text)
        let batch = EventBatch(events: [
            Self.event, Self.notice(.set(.missing, host: nil)), Self.event, Self.notice(.cleared(.all)), Self.event,
        ])
        #expect(Self.marks(batch, by: &log) == [false, true, true, false, false])
    }

    @Test("In JSON the mark is the last member, of lost events too, and no line without a fault has it")
    func json() {
        var log = EventLines(.json(level: .debug))
        var lines = Lines()
        log.add(EventBatch(events: [Self.event, Self.notice(.set(.missing, host: nil)), Self.event]), to: &lines)
        log.add(EventBatch(events: [], dropped: 2), to: &lines)
        #expect(lines.texts.map { $0.hasSuffix(#","faults_on":true}"#) } == [false, true, true, true])
        #expect(!lines.texts[0].contains("faults_on"))
        #expect(lines.texts[3].contains(#""count":2"#))
    }

    @Test("No log has the heads of messages kept for it", arguments: [EventLog.Format.json(level: .debug), text])
    func heads(_ format: EventLog.Format) {
        let events = EventHub()
        let log = EventLog(of: events, as: format, to: .standardError)
        #expect(!events.wantsHeads)
        _ = events.subscribe()
        #expect(events.wantsHeads)
        _ = log
    }

    @Test("Where nobody knows better, what was told holds through a loss")
    func recorded() {
        var log = EventLines(Self.text)
        #expect(Self.marks(EventBatch(events: [Self.notice(.set(.missing, host: nil))]), by: &log) == [true])
        #expect(Self.marks(EventBatch(events: [], dropped: 2), by: &log) == [true])
    }
}
