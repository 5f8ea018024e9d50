import Foundation
import ProxyCore
import Recordings
import Testing

@testable import JotopApp

@Suite("What a recording says of what is not in it")
struct RecorderTests {
    private static let start = WallTime(seconds: 1_795_271_000)

    /// The lines of a recording of these batches.
    private static func lines(_ batches: [EventBatch]) async throws -> [JSONValue] {
        let file = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        let writer = try LineWriter(creating: file.path)
        let feed = AsyncStream.makeStream(of: EventBatch.self)
        for batch in batches { feed.continuation.yield(batch) }
        feed.continuation.finish()
        var time = TimeSource.live
        time.sleep = { _ in }
        let recorder = Recorder(
            batches: feed.stream, stats: TrafficStats(), header: RecordingHeader(start: start), writer: writer,
            time: time)
        try await recorder.write()
        writer.close()
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
    }

    @Test("Flows that nobody was told of, and events that it was too slow for, are counted where they are missing")
    func gaps() async throws {
        let event = ProxyEvent.mintingSwitched(MintingSwitched(time: Self.start, isOn: false))
        let lines = try await Self.lines([
            EventBatch(events: [event], skipped: 7), EventBatch(events: [event], dropped: 3),
            EventBatch(events: [event]),
        ])
        let types = lines.compactMap { $0["type"]?.string }.filter { $0 != "totals" }
        #expect(types == ["recording", "skipped", "minting.off", "dropped", "minting.off", "minting.off"])
        #expect(lines.first { $0["type"]?.string == "skipped" }?["count"]?.integer == 7)
        #expect(lines.first { $0["type"]?.string == "dropped" }?["count"]?.integer == 3)
    }
}
