/// What one event loop has of a ``SharedAllowance``: permits are fetched in portions, and not too often in vain, so that loops hardly ever meet.
struct FlowPortion {
    static let size = 32
    static let pause = Duration.milliseconds(10)

    private let source: SharedAllowance
    private var left = 0
    /// When there was none to be had.
    private var refused: ContinuousClock.Instant?

    init(of source: SharedAllowance) { self.source = source }

    /// - Returns: whether there was a permit.
    mutating func take(at now: ContinuousClock.Instant) -> Bool {
        if left == 0 { fetch(now) }
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    private mutating func fetch(_ now: ContinuousClock.Instant) {
        if let refused, refused.duration(to: now) < Self.pause { return }
        left = source.take(Self.size, at: now)
        refused = left == 0 ? now : nil
    }
}
