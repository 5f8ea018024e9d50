import NIOPosix
import ProxyCore
import ServiceLifecycle

/// Writes the event stream as lines until it ends: the headless front end, and the recorder.
struct EventLog: Service {
    /// How an event becomes a line, or none.
    struct Format: Sendable {
        let line: @Sendable (ProxyEvent) -> String?
        let dropped: @Sendable (Int) -> String
        /// Whether the lines tell of the heads of messages.
        var hasHeads = true
    }

    /// What becomes of the program when nothing can be written any more.
    enum Loss: Sendable {
        /// The reader went away (`| head`): there is nothing left to do.
        case ends
        /// The proxy goes on without its recording, and says so once.
        case isToldOnce(String)
    }

    let feed: EventFeed
    let format: Format
    let writer: LineWriter
    let loss: Loss

    /// Ends when it is told to shut down: what has been published until then is still written.
    func run() async {
        await withGracefulShutdownHandler {
            await write()
        } onGracefulShutdown: {
            feed.finish()
        }
        writer.close()
    }

    private func write() async {
        for await batch in feed.batches {
            var lines = batch.dropped > 0 ? [format.dropped(batch.dropped)] : []
            lines += batch.events.compactMap(format.line)
            do { try await Self.write(lines, to: writer) } catch { return await lost(error) }
        }
    }

    /// A pipe that nobody reads blocks whoever writes: a thread that is there for that, and none of Swift's.
    private static func write(_ lines: [String], to writer: LineWriter) async throws {
        try await NIOThreadPool.singleton.runIfActive { try writer.write(lines) }
    }

    private func lost(_ error: any Error) async {
        feed.finish()
        guard case .isToldOnce(let file) = loss else { return }
        try? LineWriter.standardError.write(["jotop: --record \(file): \(error); the recording ends here"])
        try? await gracefulShutdown()
    }
}
