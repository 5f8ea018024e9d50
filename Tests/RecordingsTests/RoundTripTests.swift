import ProxyCore
import Testing

@testable import Recordings

extension RecordingReader {
    /// Reads a text, a few bytes at a time.
    init(text: String, piece: Int = 4096) {
        let bytes = Array(text.utf8)
        let source = PieceSource(bytes, piece: piece)
        self.init { source.next() }
    }

    mutating func rest() throws -> [RecordedEntry] {
        var entries: [RecordedEntry] = []
        while let entry = try next() { entries.append(entry) }
        return entries
    }
}

@Suite("From events to lines and back")
struct RoundTripTests {
    @Test("What a recording holds of an event is the whole event, whatever is in it")
    func whole() throws {
        for event in Samples.flows + Samples.tokens + Samples.process + Samples.experiments {
            let line = EventJSON.line(event, detailed: true)
            var reader = RecordingReader(text: line + "\n")
            let entry = try #require(try reader.next())
            guard case .event(let again) = entry.fact else {
                Issue.record("no event: \(line)")
                continue
            }
            let isSame = Self.dump(again) == Self.dump(event)
            #expect(isSame, "\(line)")
            #expect(entry.time == event.time)
            #expect(EventJSON.line(again, detailed: true) == line)
        }
    }

    @Test("A log's lines, which hold less, are events as well")
    func log() throws {
        for event in Samples.flows + Samples.tokens + Samples.process + Samples.experiments {
            var reader = RecordingReader(text: EventJSON.line(event) + "\n")
            let entry = try #require(try reader.next(), "\(event.name)")
            guard case .event(let again) = entry.fact else {
                Issue.record("no event: \(event.name)")
                continue
            }
            #expect(EventJSON.line(again) == EventJSON.line(event))
        }
    }

    @Test("The header and the totals come back as they were")
    func others() throws {
        var header = RecordingHeader(start: Samples.time)
        (header.utcOffset, header.isDemo, header.upstreamScheme) = (-16_200, true, .http)
        var totals = TrafficSnapshot()
        (totals.requests, totals.inFlight, totals.problems, totals.cacheHits, totals.cacheMisses) = (1, 2, 3, 4, 5)
        (totals.mints, totals.mintFailures, totals.cachedAudiences, totals.connections) = (6, 7, 8, 9)
        totals.handshakeFailures = 10
        for rule in [nil, AudienceRule.derivedFromHost, .configured(Samples.audiences), .configured(AudienceSet("a"))] {
            header.audienceRule = rule
            let lines = [
                header.line, totals.line(at: Samples.time), EventJSON.dropped(3, at: Samples.time),
                EventJSON.skipped(4, at: Samples.time),
            ]
            var reader = RecordingReader(text: lines.joined(separator: "\n") + "\n")
            let entries = try reader.rest()
            #expect(reader.header == header)
            #expect(
                Self.dump(entries.map(\.fact))
                    == Self.dump([.totals(totals), .missed(3), .skipped(4)] as [RecordedEntry.Fact]))
        }
    }

    @Test(
        "Every moment that is written is read",
        arguments: [0, -1, 951_782_400_000, 4_102_444_799_999, 1_709_164_800_001])
    func times(_ milliseconds: Int64) {
        let time = WallTime(milliseconds: milliseconds)
        #expect(WallTime(recorded: time.rfc3339) == time)
    }

    @Test(
        "What is no moment is none",
        arguments: [
            "", "2026-11-21", "2026-11-21T14:31:50", "2026-13-21T14:31:50Z", "2026-11-21T24:31:50.000Z",
            "2026-11-21T14:31:50,000Z", "２026-11-21T14:31:50Z", "2026-11-21T14:31:50.000+01:00",
        ])
    func noTimes(_ text: String) { #expect(WallTime(recorded: text) == nil) }

    @Test("Every token's name is read", arguments: [0, 25, 26, 27, 701, 702, 18_277])
    func names(_ index: Int) {
        let handle = TokenHandle(index: index)
        #expect(TokenHandle(recorded: "\(handle)") == handle)
        #expect(TokenID(recorded: "\(handle)12") == TokenID(handle: handle, generation: 12))
        #expect(TokenID(recorded: "\(handle)") == nil && TokenID(recorded: "\(handle)0") == nil)
    }

    /// All fields of a value, also of what cannot be compared; dictionaries have no order.
    private static func dump<Value>(_ value: Value) -> [Substring] {
        var text = ""
        Swift.dump(value, to: &text)
        return text.split(separator: "\n").sorted()
    }
}
