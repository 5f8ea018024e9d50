import ProxyCore

/// Which columns have differed lately: a list whose columns came and went with every row would not hold still.
struct ColumnWatch: Sendable, Equatable {
    /// A column is not hidden before all its rows on screen have said the same for so long.
    private static let calm = Duration.seconds(10)

    private var differedAt: [FlowColumns.Column: WallTime] = [:]
    /// The most that was needed lately, and when it was.
    private(set) var needs = FlowColumns.Needs()
    private var hostAt: WallTime?
    private var pathAt: WallTime?

    /// - Parameter columns: those that differ among the rows on screen.
    mutating func saw(_ columns: Set<FlowColumns.Column>, at time: WallTime) {
        for column in columns { differedAt[column] = time }
    }

    /// - Parameter now: what the rows on screen need.
    mutating func saw(_ now: FlowColumns.Needs, at time: WallTime) {
        if now.host >= needs.host || Self.isLongAgo(hostAt, time) { (needs.host, hostAt) = (now.host, time) }
        if now.path >= needs.path || Self.isLongAgo(pathAt, time) { (needs.path, pathAt) = (now.path, time) }
    }

    private static func isLongAgo(_ moment: WallTime?, _ time: WallTime) -> Bool {
        moment.map { $0.duration(to: time) >= calm } ?? true
    }

    func isCalm(_ column: FlowColumns.Column, at time: WallTime) -> Bool {
        Self.isLongAgo(differedAt[column], time)
    }

    /// The wall clock was set.
    mutating func clockWasSet(by step: Duration) { differedAt = differedAt.mapValues { $0.advanced(by: step) } }

    /// Other rows are looked at from now on.
    mutating func startOver() { (differedAt, needs, hostAt, pathAt) = ([:], FlowColumns.Needs(), nil, nil) }
}
