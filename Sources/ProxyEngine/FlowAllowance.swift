/// How many flows are told of where nobody wants every one: as many as a person can make use of, and no more.
///
/// A bucket of permits that fills at a steady pace: a burst up to its size is told of whole. A value without a clock of its own.
package struct FlowAllowance: Sendable {
    private let rate: Int
    private let burst: Int
    private var left: Int
    /// Up to when the bucket has been filled.
    private var filled: ContinuousClock.Instant?

    /// - Parameters:
    ///   - rate: how many a second, in the long run; at least 1.
    ///   - burst: how many at once after a time of rest; at least 1.
    package init(rate: Int, burst: Int) {
        self.rate = max(1, rate)
        self.burst = max(1, burst)
        left = self.burst
    }

    /// Takes permits.
    ///
    /// - Returns: how many there were, of those wanted.
    mutating func take(_ wanted: Int = 1, at now: ContinuousClock.Instant) -> Int {
        if left < wanted { fill(now) }
        if left == burst { filled = now }
        let taken = min(wanted, left)
        left -= taken
        return taken
    }

    private mutating func fill(_ now: ContinuousClock.Instant) {
        guard let last = filled else { return }
        let pace = Duration.seconds(1) / rate
        let permits = last.duration(to: now) / pace
        guard permits < Double(burst - left) else { return (left, filled) = (burst, now) }
        left += Int(permits)
        filled = last.advanced(by: pace * Int(permits))
    }
}
