import ProxyCore

/// A moment in the past, told as people do: `10m` ago, or the clock's `14:22`, of yesterday if today's is still to come.
package struct MomentPattern: Sendable, Equatable {
    private enum Value: Sendable, Equatable {
        case ago(Int64)
        /// In seconds after midnight.
        case clock(Int64)
    }

    package let text: String
    private let value: Value

    init?(_ text: String) {
        self.text = text
        if let span = DurationValue(text, unit: .seconds), span.microseconds >= 0 {
            value = .ago(span.microseconds / 1000)
        } else if let clock = Self.clock(text) {
            value = .clock(clock)
        } else {
            return nil
        }
    }

    private static func clock(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.count == 2 && $0.allSatisfy(\.isASCIIDigit) ? Int64($0) : nil }
        guard (2...3).contains(parts.count), numbers.count == parts.count, numbers[0] < 24,
            numbers.dropFirst().allSatisfy({ $0 < 60 })
        else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
    }

    func moment(from base: FilterMoment) -> WallTime {
        switch value {
        case .ago(let milliseconds): return WallTime(milliseconds: base.now.milliseconds - milliseconds)
        case .clock(let second):
            let day: Int64 = 86_400_000
            let local = base.now.milliseconds + Int64(base.utcOffset) * 1000
            let midnight = local - (local % day + day) % day
            let moment = WallTime(milliseconds: midnight + second * 1000 - Int64(base.utcOffset) * 1000)
            return moment <= base.now ? moment : moment.advanced(by: .seconds(-86_400))
        }
    }
}
