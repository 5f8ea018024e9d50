/// Durations in Go's notation (`time.ParseDuration`): numbers with a unit, one after the other, such as `1h30m`,
/// `500ms` or `1.5s`.
package enum GoDuration {
    /// Nanoseconds a unit.
    private static let units: [(name: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
    ]

    /// - Returns: nil if `text` is not of that form, negative, or longer than 290 years.
    package static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        guard !text.isEmpty else { return nil }
        var rest = text[...]
        var nanoseconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits), digits.last != "." || digits.count > 1 else { return nil }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            guard let unit = units.first(where: { $0.name == name }) else { return nil }
            nanoseconds += number * unit.nanoseconds
            rest = rest.dropFirst(name.count)
        }
        guard nanoseconds.isFinite, nanoseconds < Double(Int64.max) else { return nil }
        return .nanoseconds(Int64(nanoseconds.rounded()))
    }

    /// The shortest form, as Go prints it: `1h30m0s` is written `1h30m`.
    package static func format(_ duration: Duration) -> String {
        let total = duration.components.seconds
        let milliseconds = duration.components.attoseconds / 1_000_000_000_000_000
        guard milliseconds == 0 else { return "\(total * 1000 + milliseconds)ms" }
        let parts = [(total / 3600, "h"), (total / 60 % 60, "m"), (total % 60, "s")]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
        return text.isEmpty ? "0s" : text
    }
}
