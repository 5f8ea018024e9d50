import JotopSettings
import ProxyCore
import Recordings

extension EventLog {
    /// How events become lines. A line is marked while something goes wrong on purpose.
    enum Format: Sendable, Hashable {
        /// NDJSON, as `demo --headless` and the log want it.
        case json(level: LogLevel)
        /// For people.
        ///
        /// - Parameter offset: seconds east of UTC, for the clock.
        case text(level: LogLevel, offset: Int)

        var level: LogLevel {
            switch self {
            case .json(let level), .text(let level, _): level
            }
        }
    }
}

extension EventLog.Format {
    /// Adds the line of an event, if it has one at this level.
    func add(_ event: ProxyEvent, isMarked: Bool, to lines: inout Lines) {
        switch self {
        case .json(let level):
            guard let own = event.level, own >= level else { return }
            lines.add(event, isMarked: isMarked)
        case .text(let level, let offset):
            guard let line = EventText.line(event, level: level, offset: offset) else { return }
            lines.add(isMarked ? EventText.marked(line) : line)
        }
    }

    func add(_ report: DiagnosisReport, isMarked: Bool, to lines: inout Lines) {
        switch self {
        case .json: lines.add(EventJSON.line(report, isMarked: isMarked))
        case .text(_, let offset):
            let line = EventText.line(report, offset: offset)
            lines.add(isMarked ? EventText.marked(line) : line)
        }
    }

    /// Adds the line that tells of events which this reader missed.
    ///
    /// - Parameter time: of the first that it did not.
    func addDropped(_ count: Int, at time: WallTime, isMarked: Bool, to lines: inout Lines) {
        switch self {
        case .json: lines.add(EventJSON.dropped(count, at: time, isMarked: isMarked))
        case .text(_, let offset):
            let line = EventText.dropped(count, at: time, offset: offset)
            lines.add(isMarked ? EventText.marked(line) : line)
        }
    }

    /// Whether there are lines at this level that tell why requests failed.
    var isDiagnosed: Bool { level <= .warn }

    /// Of how many flows the lines tell: flows that go well have lines at `info` and below, their beginnings at `debug`; a diagnosis
    /// at `warn` speaks of them.
    var interest: FlowInterest {
        switch level {
        case .debug: .every
        case .info, .warn: .ends
        case .error: .problems
        }
    }
}
