import ProxyCore

/// Spans of time as the screens write them.
extension Duration {
    /// What is left: `2d04h`, `1h08m`, `32m52`, `41s`, and `-12s` once it is over.
    var countdown: String {
        let seconds = wholeSeconds
        let amount = abs(seconds)
        return (seconds < 0 ? "-" : "") + Self.clockwork(amount, secondsMark: "")
    }

    /// What a request took, for a column of its own: `38` milliseconds, `2.3s`, `1m04`.
    var column: String {
        let rounded = rounded(to: .milliseconds(1))
        if rounded < 1000 { return String(rounded) }
        let tenths = self.rounded(to: .milliseconds(100))
        if tenths < 600 { return "\(tenths / 10).\(tenths % 10)s" }
        return Self.clockwork(self.rounded(to: .seconds(1)), secondsMark: "")
    }

    /// What it took, within a sentence: `38 ms`, `2.3 s`, `1m04s`.
    var measured: String {
        let rounded = rounded(to: .milliseconds(1))
        if rounded < 1000 { return "\(rounded) ms" }
        let tenths = self.rounded(to: .milliseconds(100))
        if tenths < 600 { return "\(tenths / 10).\(tenths % 10) s" }
        return Self.clockwork(self.rounded(to: .seconds(1)), secondsMark: "s")
    }

    /// Milliseconds with one decimal: `0.2`, `405.0`.
    var tenths: String {
        let tenths = rounded(to: .microseconds(100))
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// To the nearest second: for spans that were set in whole seconds and measured since.
    var nearestSecond: Duration { .seconds(rounded(to: .seconds(1))) }

    /// How many units it is, rounded to the nearest number of them.
    private func rounded(to unit: Duration) -> Int64 { Int64((self / unit).rounded()) }

    /// A setting or a lifetime to the second: `60m`, `90s`, `59m48s`.
    var brief: String {
        let seconds = wholeSeconds
        guard seconds >= 120 || seconds == 60 else { return "\(seconds)s" }
        return "\(seconds / 60)m" + (seconds % 60 == 0 ? "" : "\(Self.two(seconds % 60))s")
    }
}
