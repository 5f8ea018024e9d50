import ProxyCore
import ServiceLifecycle

/// Writes the event stream as lines until it ends: the headless front end, and the recorder.
struct EventLog: Service {
    /// How an event becomes a line, or none.
    struct Format: Sendable {
        let line: @Sendable (ProxyEvent) -> String?
        let dropped: @Sendable (Int) -> String
    }

    let hub: EventHub
    let batches: AsyncStream<EventBatch>
    let format: Format
    let writer: LineWriter

    /// Ends when it is told to shut down: what has been published until then is still written. And earlier where its
    /// reader went away (`| head`): then there is nothing left to do.
    func run() async {
        let isRead = await withGracefulShutdownHandler {
            await write()
        } onGracefulShutdown: {
            hub.finish()
        }
        // Another log's shutdown ends the feed of this one too; it must not leave before its turn.
        if isRead { try? await gracefulShutdown() }
    }

    /// - Returns: whether somebody still reads.
    private func write() async -> Bool {
        for await batch in batches {
            var lines = batch.dropped > 0 ? [format.dropped(batch.dropped)] : []
            lines += batch.events.compactMap(format.line)
            guard (try? writer.write(lines)) != nil else { return false }
        }
        return true
    }
}
