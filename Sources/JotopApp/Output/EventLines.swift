import ProxyCore

/// Makes lines of batches of events, and marks those of a time in which something goes wrong on purpose.
struct EventLines {
    private let format: EventLog.Format
    /// What goes wrong on purpose, as the events told.
    private var faults = FaultState()
    /// What goes wrong on purpose now: asked after events were missed, which may have told of it.
    private let faultsNow: (@Sendable () -> FaultState)?
    private var diagnoses = DiagnosisStage()

    /// - Parameter faultsNow: nil where nobody knows: the state is then that of the events alone.
    init(_ format: EventLog.Format, faultsNow: (@Sendable () -> FaultState)? = nil) {
        self.format = format
        self.faultsNow = faultsNow
        if let faultsNow { faults = faultsNow() }
    }

    mutating func add(_ batch: EventBatch, to lines: inout Lines) {
        if batch.dropped > 0 {
            // What was dropped may have told of faults: which of them are in force now is asked for.
            if let faultsNow { faults = faultsNow() }
            let line = format.dropped(batch.dropped)
            lines.add(faults.isOn ? format.marked(line) : line)
        }
        for event in batch.events {
            if case .fault(let notice) = event { faults.absorb(notice) }
            guard faults.isOn else {
                add(event, to: &lines)
                continue
            }
            var told = Lines()
            add(event, to: &told)
            for line in told.texts { lines.add(format.marked(line)) }
        }
    }

    private mutating func add(_ event: ProxyEvent, to lines: inout Lines) {
        format.add(event, &lines)
        guard let diagnosis = format.diagnosis else { return }
        for report in diagnoses.absorb(event) { diagnosis(report).map { lines.add($0) } }
    }
}
