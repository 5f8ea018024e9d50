import Dashboard
import ProxyCore

/// Finds out, by three clocks, whether the machine slept or its wall clock was set since it last looked.
struct LeapWatch: Sendable {
    /// What the clocks say at one moment.
    struct Reading: Sendable {
        let wall: WallTime
        /// Of a clock that goes on while the machine sleeps, and that nobody sets.
        let continuous: ContinuousClock.Instant
        /// Of one that stands meanwhile.
        let awake: SuspendingClock.Instant
    }

    /// Shorter sleeps have no consequences worth telling.
    private static let leastSleep = Duration.seconds(5)
    /// Smaller steps are those of a time service that keeps a good clock good.
    private static let leastStep = Duration.seconds(2)

    private var last: Reading?

    mutating func saw(_ reading: Reading) -> [ClockLeap] {
        defer { last = reading }
        guard let last else { return [] }
        let passed = last.continuous.duration(to: reading.continuous)
        let asleep = passed - last.awake.duration(to: reading.awake)
        let step = last.wall.duration(to: reading.wall) - passed
        var leaps: [ClockLeap] = []
        if asleep >= Self.leastSleep { leaps.append(.slept(asleep)) }
        if step >= Self.leastStep || step <= .zero - Self.leastStep { leaps.append(.set(by: step)) }
        return leaps
    }
}
