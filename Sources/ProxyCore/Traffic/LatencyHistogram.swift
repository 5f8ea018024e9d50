/// How long requests took, in buckets.
package struct LatencyHistogram: Sendable, Hashable {
    /// The buckets' upper bounds in seconds, each inclusive (OpenTelemetry, *HTTP metrics*, `http.server.request.duration`).
    package static let bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
    private static let limits = bounds.map { Duration.milliseconds(Int64($0 * 1000)) }

    /// A number for each bound, not cumulative, and one for what is above them.
    package private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    /// Seconds.
    package private(set) var sum = 0.0

    package init() {}

    package var count: Int { counts.reduce(0, +) }

    package mutating func record(_ duration: Duration) {
        counts[Self.limits.firstIndex { duration <= $0 } ?? Self.limits.count] += 1
        let (seconds, attoseconds) = duration.components
        sum += Double(seconds) + Double(attoseconds) * 1e-18
    }

    package mutating func add(_ other: LatencyHistogram) {
        for (index, number) in other.counts.enumerated() { counts[index] += number }
        sum += other.sum
    }
}
