package import ProxyCore

/// A `Date` field's value in the form that is in use today, IMF-fixdate (RFC 9110, section 5.6.7):
/// `Sat, 21 Nov 2026 14:31:50 GMT`.
package enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// - Returns: nil for what has another form, the obsolete ones included.
    package static func time(_ text: String) -> WallTime? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT", let day = number(parts[1], 1...31),
            let month = months.firstIndex(of: String(parts[2])), let year = number(parts[3], 1...9999)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = number(clock[0], 0...23), let minute = number(clock[1], 0...59),
            let second = number(clock[2], 0...60)
        else { return nil }
        return WallTime(seconds: days(year, month + 1, day) * 86_400 + hour * 3600 + minute * 60 + second)
    }

    private static func number(_ text: Substring, _ range: ClosedRange<Int64>) -> Int64? {
        guard text.count <= 4, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int64(text).flatMap { range.contains($0) ? $0 : nil }
    }

    /// Days since 1970-01-01, counted in years that begin on 1 March, so that the leap day is the last of its year.
    package static func days(_ year: Int64, _ month: Int, _ day: Int64) -> Int64 {
        let years = month > 2 ? year : year - 1
        let monthOfYear = Int64((month + 9) % 12)
        let dayOfYear = (153 * monthOfYear + 2) / 5 + day - 1
        return years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468
    }
}
