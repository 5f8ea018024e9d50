import ProxyCore

/// Which columns have differed lately: a list whose columns came and went with every row would not hold still.
struct ColumnWatch: Sendable, Equatable {
    /// A column is not hidden before all its rows on screen have said the same for so long.
    private static let calm = Duration.seconds(10)

    private var differedAt: [FlowColumns.Column: WallTime] = [:]

    /// - Parameter columns: those that differ among the rows on screen.
    mutating func saw(_ columns: Set<FlowColumns.Column>, at time: WallTime) {
        for column in columns { differedAt[column] = time }
    }

    func isCalm(_ column: FlowColumns.Column, at time: WallTime) -> Bool {
        differedAt[column].map { $0.duration(to: time) >= Self.calm } ?? true
    }

    /// The wall clock was set.
    mutating func clockWasSet(by step: Duration) { differedAt = differedAt.mapValues { $0.advanced(by: step) } }

    /// Other rows are looked at from now on.
    mutating func startOver() { differedAt = [:] }
}
