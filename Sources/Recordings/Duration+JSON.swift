import ProxyCore

extension Duration {
    private static let nanosecondsInMillisecond = 1_000_000.0
    private static let longest: Int64 = 9_000_000_000

    /// Milliseconds with their fraction, as it is: nothing shorter than a nanosecond is ever measured.
    var exactMilliseconds: JSONValue {
        let nanoseconds = self.nanoseconds
        guard nanoseconds % 1_000_000 != 0 else { return .integer(nanoseconds / 1_000_000) }
        return .number(Double(nanoseconds) / Self.nanosecondsInMillisecond)
    }

    /// - Returns: nil for what is no number, and for what is longer than a lifetime.
    init?(milliseconds value: JSONValue) {
        switch value {
        case .integer(let whole) where abs(whole) < Self.longest * 1000: self = .milliseconds(whole)
        case .number(let number) where abs(number) < Double(Self.longest) * 1000:
            self = .nanoseconds(Int64((number * Self.nanosecondsInMillisecond).rounded()))
        default: return nil
        }
    }

    private var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return min(max(seconds, -Self.longest), Self.longest) * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

extension FlowDurations {
    private static var names: [(String, WritableKeyPath<FlowDurations, Duration?>)] {
        [
            ("accept", \.accept), ("token", \.token), ("connect", \.connect), ("send", \.send), ("wait", \.wait),
            ("receive", \.receive),
        ]
    }

    /// In milliseconds, with their fractions, to the nanosecond.
    var exactJSON: JSONValue {
        var members = ["total": total.exactMilliseconds]
        for (name, part) in Self.names { members[name] = self[keyPath: part]?.exactMilliseconds }
        return .object(members)
    }

    /// - Returns: nil if one of them is none.
    init?(_ value: JSONValue) {
        guard case .object(let members) = value, let total = members["total"].flatMap(Duration.init(milliseconds:))
        else { return nil }
        self.init(total: total)
        for (name, part) in Self.names {
            guard let member = members[name] else { continue }
            guard let duration = Duration(milliseconds: member) else { return nil }
            self[keyPath: part] = duration
        }
    }
}
