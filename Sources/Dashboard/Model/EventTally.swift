/// What became of events: how many there were, and how many of them have no row of their own.
struct EventTally: Sendable, Equatable {
    /// All of them, folded ones included.
    var events = 0
    /// Those that are in the row of an earlier one.
    var folded = 0
    /// Rows that the ring has let go.
    var dropped = 0

    /// The rows that are kept.
    var rows: Int { events - folded - dropped }

    static func += (sum: inout EventTally, other: EventTally) {
        sum.events += other.events
        sum.folded += other.folded
        sum.dropped += other.dropped
    }
}
