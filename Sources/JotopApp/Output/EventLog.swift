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
    /// What goes wrong on purpose as the log begins.
    var faults = FaultState()

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
        var faults = faults
        for await batch in feed.batches {
            var lines = Lines()
            if batch.dropped > 0 { lines.add(format.dropped(batch.dropped)) }
            for index in batch.events.indices {
                if case .fault(let notice) = batch.events[index] { faults.absorb(notice) }
                guard faults.isOn else {
                    add(batch.events[index], &diagnoses, to: &lines)
                    continue
                }
                var told = Lines()
                add(batch.events[index], &diagnoses, to: &told)
                for line in told.texts { lines.add(format.marked(line)) }
            }
            do { try await writer.writeAside(lines) } catch { return await lost() }
        }
    }

    private func add(_ event: ProxyEvent, _ diagnoses: inout DiagnosisStage, to lines: inout Lines) {
        format.add(event, &lines)
        guard let diagnosis = format.diagnosis else { return }
        for report in diagnoses.absorb(event) { diagnosis(report).map { lines.add($0) } }
    }

    private func lost() async {
        feed.finish()
        if outlivesReader { try? await gracefulShutdown() }
    }
}
