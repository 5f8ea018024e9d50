#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A moment on the wall clock, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// For what people and other machines read: rows, log lines, claims. Never for measuring how long
/// something took, nor for deciding whether a cached token still lives: a wall clock may jump.
package struct WallTime: Sendable, Hashable, Comparable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// - Parameter seconds: whole seconds, as JWT `NumericDate` claims carry them (RFC 7519, section 2).
    ///   Values outside the years 1 to 9999 are brought to that range, so that no later sum overflows.
    package init(seconds: Int64) {
        self.milliseconds = min(max(seconds, Self.earliestSecond), Self.latestSecond) * 1000
    }

    /// - Parameter seconds: any number at all, since somebody else may have named it; the nearest moment that there is.
    package init(approximating seconds: Double) {
        guard seconds.magnitude < 1e12 else {
            self.init(seconds: seconds > 0 ? .max : .min)
            return
        }
        let whole = seconds.rounded(.down)
        self.init(seconds: Int64(whole))
        guard self.seconds == Int64(whole) else { return }
        milliseconds += Int64((seconds - whole) * 1000)
    }

    package var seconds: Int64 { Self.floorDivide(milliseconds, 1000) }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.milliseconds < rhs.milliseconds }

    /// The time now, from the system's real-time clock.
    package static func now() -> WallTime {
        var spec = timespec()
        clock_gettime(CLOCK_REALTIME, &spec)
        return WallTime(milliseconds: Int64(spec.tv_sec) * 1000 + Int64(spec.tv_nsec) / 1_000_000)
    }

    package func advanced(by duration: Duration) -> WallTime {
        WallTime(milliseconds: milliseconds + duration.milliseconds)
    }

    /// How long it is from this moment to `other`; negative if `other` is earlier.
    package func duration(to other: WallTime) -> Duration {
        .milliseconds(other.milliseconds - milliseconds)
    }

    private static let earliestSecond: Int64 = -62_135_596_800
    private static let latestSecond: Int64 = 253_402_300_799

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }
}

// MARK: - Calendar

extension WallTime {
    /// The parts of a date and time in the proleptic Gregorian calendar.
    package struct Calendar: Sendable, Equatable {
        package var year: Int, month: Int, day: Int
        package var hour: Int, minute: Int, second: Int, millisecond: Int
    }

    /// The parts of this moment, `offset` seconds east of UTC.
    package func calendar(offset: Int = 0) -> Calendar {
        let local = milliseconds + Int64(offset) * 1000
        let secondOfEpoch = Self.floorDivide(local, 1000)
        let days = Self.floorDivide(secondOfEpoch, 86_400)
        let secondOfDay = Int(secondOfEpoch - days * 86_400)
        let (year, month, day) = Self.civil(daysSinceEpoch: Int(days))
        return Calendar(
            year: year, month: month, day: day,
            hour: secondOfDay / 3600, minute: secondOfDay / 60 % 60, second: secondOfDay % 60,
            millisecond: Int(local - secondOfEpoch * 1000))
    }

    /// RFC 3339 in UTC with milliseconds, for example `2026-11-21T14:31:50.377Z`.
    package var rfc3339: String {
        var text = TextBuffer(capacity: 24)
        writeRFC3339(to: &text)
        return text.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// ``rfc3339`` behind text that is there already.
    package func writeRFC3339(to text: inout TextBuffer) {
        let parts = calendar()
        func write(_ number: Int, digits: Int, before mark: Unicode.Scalar) {
            text.append(UInt64(number.magnitude), digits: digits)
            text.append(UInt8(ascii: mark))
        }
        write(parts.year, digits: 4, before: "-")
        write(parts.month, digits: 2, before: "-")
        write(parts.day, digits: 2, before: "T")
        write(parts.hour, digits: 2, before: ":")
        write(parts.minute, digits: 2, before: ":")
        write(parts.second, digits: 2, before: ".")
        write(parts.millisecond, digits: 3, before: "Z")
    }

    /// `14:31:50`, `offset` seconds east of UTC.
    package func clock(offset: Int) -> String {
        let parts = calendar(offset: offset)
        return "\(Self.pad(parts.hour, 2)):\(Self.pad(parts.minute, 2)):\(Self.pad(parts.second, 2))"
    }

    /// Days since the epoch turned into year, month and day, by counting in eras of 400 years (146,097 days) that
    /// begin on 1 March, so that the leap day is the last of its year.
    private static func civil(daysSinceEpoch: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero; the ends of `Int64` where it does not fit.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? (seconds < 0 ? .min : .max) : product + attoseconds / 1_000_000_000_000_000
    }
}
