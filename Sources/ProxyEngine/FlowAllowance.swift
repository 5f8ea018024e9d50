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

    /// The part that each of so many event loops has.
    func share(of loops: Int) -> FlowAllowance { FlowAllowance(rate: rate / loops, burst: burst / loops) }

    /// Takes a permit.
    ///
    /// - Returns: whether there was one.
    mutating func take(at now: ContinuousClock.Instant) -> Bool {
        if left == 0 { fill(now) }
        guard left > 0 else { return false }
        if left == burst { filled = now }
        left -= 1
        return true
    }

    private mutating func fill(_ now: ContinuousClock.Instant) {
        guard let last = filled else { return }
        let pace = Duration.seconds(1) / rate
        let permits = last.duration(to: now) / pace
        guard permits < Double(burst) else { return (left, filled) = (burst, now) }
        left = Int(permits)
        filled = last.advanced(by: pace * left)
    }
}
