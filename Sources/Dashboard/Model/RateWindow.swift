import ProxyCore

/// Requests a second, over the last few seconds of totals.
struct RateWindow: Sendable {
    private static let span: Int64 = 5_000

    private struct Sample: Sendable {
        let time: WallTime
        let requests: Int
    }

    private var samples: [Sample] = []

    /// A new total; the time it stands for.
    mutating func counted(_ requests: Int, at time: WallTime) {
        // Nothing from this moment or later: a second count of the same moment, or a clock that jumped back.
        samples.removeAll { $0.time >= time }
        samples.append(Sample(time: time, requests: requests))
        // The sample just outside the window is kept: the rate is the slope from there.
        while samples.count > 2, time.milliseconds - samples[1].time.milliseconds >= Self.span {
            samples.removeFirst()
        }
    }

    /// Rounded to a whole number, but never to 0 while there is any traffic in the window.
    func perSecond(at now: WallTime) -> Int {
        guard let first = samples.first, let last = samples.last else { return 0 }
        let came = last.requests - first.requests
        guard came > 0, now.milliseconds - last.time.milliseconds < Self.span else { return 0 }
        let elapsed = max(1000, max(now, last.time).milliseconds - first.time.milliseconds)
        return max(1, Int((Double(came) * 1000 / Double(elapsed)).rounded()))
    }
}
