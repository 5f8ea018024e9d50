import ProxyCore
import ServiceLifecycle

/// Writes the event stream as lines until it ends: the headless front end.
struct EventLog: Service {
    /// How an event becomes a line, or none.
    struct Format: Sendable {
        let line: @Sendable (ProxyEvent) -> String?
        let dropped: @Sendable (Int) -> String
        /// How the diagnosis of a request becomes a line, or none; nil where none is wanted.
        var diagnosis: (@Sendable (DiagnosisReport) -> String?)?
        /// Whether the lines tell of the heads of messages.
        var hasHeads = true
        /// Of how many flows the lines tell.
        var interest = FlowInterest.every
    }

    let feed: EventFeed
    let format: Format
    let writer: LineWriter
    /// Whether the program goes on when the reader of the lines is gone (`| head`), instead of ending with it.
    var outlivesReader = false

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
        var diagnoses = DiagnosisStage()
        for await batch in feed.batches {
            var lines = batch.dropped > 0 ? [format.dropped(batch.dropped)] : []
            for event in batch.events {
                if let line = format.line(event) { lines.append(line) }
                guard let diagnosis = format.diagnosis else { continue }
                lines += diagnoses.absorb(event).compactMap(diagnosis)
            }
            do { try await writer.writeAside(lines) } catch { return await lost() }
        }
    }

    private func lost() async {
        feed.finish()
        if outlivesReader { try? await gracefulShutdown() }
    }
}
