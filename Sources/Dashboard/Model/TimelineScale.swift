import ProxyCore

/// How much time a column of the timeline stands for, and how many columns there are from one label to the next.
struct TimelineScale: Sendable, Equatable {
    let seconds: Int64
    let columnsPerLabel: Int

    static let all = [
        (1, 15), (2, 15), (5, 12), (10, 12), (15, 20), (30, 20), (60, 15), (120, 15), (300, 12), (600, 12), (1_200, 18),
        (3_600, 12), (7_200, 12),
    ].map { TimelineScale(seconds: $0.0, columnsPerLabel: $0.1) }

    /// The finest one by which a span fits into so many columns.
    static func fitting(_ span: Duration, columns: Int) -> TimelineScale {
        let milliseconds = max(0, span.milliseconds)
        return all.first { $0.seconds * 1_000 * Int64(max(1, columns)) >= milliseconds } ?? all[all.count - 1]
    }

    var labelInterval: Int64 { seconds * Int64(columnsPerLabel) }
    /// Whether its labels have to tell seconds.
    var showsSeconds: Bool { labelInterval % 60 != 0 }

    /// `1 minute`, `15 seconds`
    var name: String {
        let (count, unit) =
            seconds < 60 ? (seconds, "second") : seconds < 3_600 ? (seconds / 60, "minute") : (seconds / 3_600, "hour")
        return Int(count).counted(unit)
    }
}
