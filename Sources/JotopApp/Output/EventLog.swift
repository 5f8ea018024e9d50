import ProxyCore
import ServiceLifecycle

/// Writes the event stream as lines until it ends: the headless front end.
struct EventLog: Service {
    private let feed: EventFeed
    private let format: Format
    private let writer: LineWriter
    /// Whether the program goes on when the reader of the lines is gone (`| head`), instead of ending with it.
    var outlivesReader = false
    /// What goes wrong on purpose now: read as the log begins, and whenever events were missed.
    var faultsNow: (@Sendable () -> FaultState)?

    /// No line tells more of a message's head than what is kept of each refusal, so that nothing of others is kept for it.
    init(of events: EventHub, as format: Format, to writer: LineWriter) {
        feed = events.subscribe(wantsHeads: false, interest: format.interest)
        self.format = format
        self.writer = writer
    }

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
