import ProxyCore
import ServiceLifecycle

/// Writes the event stream as lines until it ends: the headless front end.
struct EventLog: Service {
    /// How events become lines.
    struct Format: Sendable {
        /// Adds the line of an event, if it has one.
        let add: @Sendable (ProxyEvent, inout Lines) -> Void
        let dropped: @Sendable (Int) -> String
        /// A line while something goes wrong on purpose.
        let marked: @Sendable (String) -> String
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
    /// What goes wrong on purpose now: read as the log begins, and whenever events were missed.
    var faultsNow: (@Sendable () -> FaultState)?

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
        var log = EventLines(format, faultsNow: faultsNow)
        for await batch in feed.batches {
            var lines = Lines()
            log.add(batch, to: &lines)
            do { try await writer.writeAside(lines) } catch { return await lost() }
        }
    }

    private func lost() async {
        feed.finish()
        if outlivesReader { try? await gracefulShutdown() }
    }
}
