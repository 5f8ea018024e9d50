import ProxyCore
import Recordings
import ServiceLifecycle

/// Writes a recording: everything that the dashboard is told, so that a replay shows what it showed.
struct Recorder: Service {
    let feed: EventFeed
    let stats: TrafficStats
    let header: RecordingHeader
    /// The file's name, for whoever has to be told of it.
    let file: String
    let writer: LineWriter
    let time: TimeSource

    /// Ends when it is told to shut down: what has been published until then is still written.
    func run() async {
        await withGracefulShutdownHandler {
            do { try await write() } catch { await lost(error) }
        } onGracefulShutdown: {
            feed.finish()
        }
        writer.close()
    }

    /// What has happened meanwhile, and then the totals, as often as the dashboard looks at them.
    private func write() async throws {
        try await writer.writeAside([header.line])
        var told: TrafficSnapshot?
        for await batch in feed.batches {
            var lines = batch.dropped > 0 ? [EventJSON.dropped(batch.dropped, at: time.wall())] : []
            lines += batch.events.map { EventJSON.line($0, detailed: true) }
            let totals = stats.snapshot()
            if totals != told { lines.append(totals.line(at: time.wall())) }
            told = totals
            try await writer.writeAside(lines)
            try? await time.sleep(time.now().advanced(by: FramePace.shortest))
        }
        // Whatever they are: a recording ends when it ended, not when something happened last.
        try await writer.writeAside([stats.snapshot().line(at: time.wall())])
    }

    /// The proxy goes on without its recording, and says so once.
    private func lost(_ error: any Error) async {
        feed.finish()
        try? LineWriter.standardError.write(["jotop: --record \(file): \(error); the recording ends here"])
        try? await gracefulShutdown()
    }
}
