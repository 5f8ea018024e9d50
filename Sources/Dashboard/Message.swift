package import Canvas
package import ProxyCore

extension Dashboard {
    /// What the dashboard is told. Each is a fact; nothing in here asks for an answer but a key.
    package enum Message: Sendable {
        /// The time. To be told before each key press, and at the pace of ``Dashboard/nextTick``.
        case tick(now: WallTime)
        case terminal(TerminalEvent)
        case events(EventBatch)
        /// The totals, and the moment they stand for; once a second at most while there is traffic.
        case snapshot(TrafficSnapshot, at: WallTime)
        /// The playback of a recording goes on, stands or has ended, and what there is to say about that.
        case played(Playback, note: String?)
        /// What came of something that was to leave the program.
        case delivered(Delivery)
        /// What has become of a recording.
        case recorded(RecordingNews)
        /// The machine slept, or its clock was set.
        case leapt(ClockLeap, at: WallTime)
        /// A line that a library wrote to standard error, or a log line.
        case log(String)
        /// The lines that were entered in earlier runs.
        case historyKept(PromptHistory)
        /// The columns that were chosen in an earlier run.
        case columnsKept(ColumnChoice)
        /// The filters that were saved in an earlier run.
        case filtersKept(SavedFilters)

        /// Whether it only tells what goes on by itself.
        var isTraffic: Bool {
            switch self {
            case .tick, .events, .snapshot, .leapt, .log: true
            case .terminal, .played, .delivered, .recorded, .historyKept, .columnsKept, .filtersKept: false
            }
        }
    }
}
