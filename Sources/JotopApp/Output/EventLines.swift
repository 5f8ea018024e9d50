import ProxyCore

/// Makes lines of batches of events, and marks those of a time in which something goes wrong on purpose.
struct EventLines {
    private let format: EventLog.Format
    /// What goes wrong on purpose, as the events told.
    private var faults = FaultState()
    /// What goes wrong on purpose now: asked after events were missed, which may have told of it.
    private let faultsNow: (@Sendable () -> FaultState)?
    /// nil where nobody wants to be told why requests failed.
    private var diagnoses: DiagnosisStage?

    /// - Parameters:
    ///   - isDiagnosed: whether lines may tell why requests failed.
    ///   - faultsNow: nil where nobody knows: the state is then that of the events alone.
    init(_ format: EventLog.Format, isDiagnosed: Bool = true, faultsNow: (@Sendable () -> FaultState)? = nil) {
        self.format = format
        self.faultsNow = faultsNow
        if let faultsNow { faults = faultsNow() }
        if isDiagnosed, format.isDiagnosed { diagnoses = DiagnosisStage() }
    }

    mutating func add(_ batch: EventBatch, to lines: inout Lines) {
        if batch.dropped > 0 {
            // What was dropped may have told of faults: which of them are in force now is asked for.
            if let faultsNow { faults = faultsNow() }
            format.addDropped(batch.dropped, at: batch.events.first?.time ?? .now(), isMarked: faults.isOn, to: &lines)
        }
        for event in batch.events { add(event, to: &lines) }
    }

    private mutating func add(_ event: ProxyEvent, to lines: inout Lines) {
        if case .fault(let notice) = event { faults.absorb(notice) }
        let isMarked = faults.isOn
        format.add(event, isMarked: isMarked, to: &lines)
        for report in diagnoses?.absorb(event) ?? [] { format.add(report, isMarked: isMarked, to: &lines) }
    }
}
