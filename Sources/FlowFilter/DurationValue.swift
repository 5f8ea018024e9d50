/// A span of time as it was typed: `200`, `2.3s`, `1h30m`.
package struct DurationValue: Sendable, Equatable {
    package enum Unit: String, Sendable, Hashable, CaseIterable {
        case days = "d"
        case hours = "h"
        case minutes = "m"
        case seconds = "s"
        case milliseconds = "ms"

        var microseconds: Int64 {
            switch self {
            case .days: 86_400_000_000
            case .hours: 3_600_000_000
            case .minutes: 60_000_000
            case .seconds: 1_000_000
            case .milliseconds: 1_000
            }
        }
    }

    /// What a span may be long at most: a thousand years.
    private static let limit: Int64 = 1_000 * 366 * 86_400_000_000

    package let text: String
    package let microseconds: Int64
    /// How exactly it was typed: half of this is as good as equal.
    private let precision: Int64

    /// - Parameter unit: what a number without a unit counts.
    package init?(_ text: String, unit: Unit) {
        var rest = Substring(text.lowercased())
        let isNegative = rest.first == "-"
        if isNegative { rest.removeFirst() }
        var total: Int64 = 0
        var precision: Int64 = 0
        var parts = 0
        while !rest.isEmpty {
            guard let part = Self.part(&rest, unit: unit, isOnly: parts == 0) else { return nil }
            guard part.microseconds <= Self.limit - total else { return nil }
            total += part.microseconds
            precision = part.precision
            parts += 1
        }
        guard parts > 0 else { return nil }
        self.text = text
        self.precision = precision
        microseconds = isNegative ? -total : total
    }

    /// Whether a measured span would be written like this.
    func isAbout(_ other: Int64) -> Bool { (other - microseconds).magnitude * 2 <= precision.magnitude }

    /// Takes a number and its unit off the beginning; a number that stands alone needs none.
    private static func part(
        _ rest: inout Substring, unit: Unit, isOnly: Bool
    ) -> (microseconds: Int64, precision: Int64)? {
        let whole = rest.prefix(while: \.isASCIIDigit)
        rest.removeFirst(whole.count)
        var decimals = Substring()
        if rest.first == "." {
            decimals = rest.dropFirst().prefix(while: \.isASCIIDigit)
            guard !decimals.isEmpty else { return nil }
            rest.removeFirst(decimals.count + 1)
        }
        let letters = rest.prefix(while: \.isLetter)
        rest.removeFirst(letters.count)
        guard let unit = letters.isEmpty && isOnly && rest.isEmpty ? unit : Unit(rawValue: String(letters)),
            !whole.isEmpty, whole.count <= 12, decimals.count <= 3, let number = Int64(whole + decimals)
        else { return nil }
        let divisor = [1, 10, 100, 1_000][decimals.count]
        let (product, overflow) = number.multipliedReportingOverflow(by: unit.microseconds)
        return overflow ? nil : (product / Int64(divisor), max(1, unit.microseconds / Int64(divisor)))
    }
}
