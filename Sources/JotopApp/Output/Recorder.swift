import ProxyCore
import Recordings

/// Writes a recording: everything that the dashboard is told, so that a replay shows what it showed.
struct Recorder: Sendable {
    let batches: AsyncStream<EventBatch>
    /// What held before the first of them.
    var opening: [ProxyEvent] = []
    let stats: TrafficStats
    let header: RecordingHeader
    let writer: LineWriter
    let time: TimeSource

    /// What has happened meanwhile, and then the totals, as often as the dashboard looks at them; until there are no more batches.
    ///
    /// - Throws: `Errno` where the file cannot be written any further.
    func write() async throws {
        var beginning = Lines([header.line])
        for event in opening { beginning.add(event, detailed: true) }
        try await writer.writeAside(beginning)
        var told: TrafficSnapshot?
        for await batch in batches {
            var lines = Lines()
            if batch.dropped > 0 { lines.add(EventJSON.dropped(batch.dropped, at: time.wall())) }
            // Those that went by before this recording's wish for all of them had reached the loops.
            if batch.skipped > 0 { lines.add(EventJSON.skipped(batch.skipped, at: time.wall())) }
            for event in batch.events { lines.add(event, detailed: true) }
            let totals = stats.snapshot()
            if totals != told { lines.add(totals.line(at: time.wall())) }
            told = totals
            try await writer.writeAside(lines)
            _ = await time.waited(for: FramePace.shortest)
        }
        // Whatever they are: a recording ends when it ended, not when something happened last.
        try await writer.writeAside(Lines([stats.snapshot().line(at: time.wall())]))
    }
}
