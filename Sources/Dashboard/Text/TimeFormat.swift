import ProxyCore

/// How the time of a row is written; `T` goes through them.
enum TimeFormat: Sendable, Hashable, CaseIterable {
    case clock, relative, sinceStart, utc

    var next: TimeFormat {
        let all = Self.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + 1) % all.count]
    }

    var name: String {
        switch self {
        case .clock: "local clock"
        case .relative: "how long ago"
        case .sinceStart: "since the start"
        case .utc: "UTC"
        }
    }
}

/// Everything that turns moments into text: the format, the time zone, the start and the moment that counts as now.
struct Timekeeping: Sendable, Hashable {
    var format: TimeFormat
    /// Seconds east of UTC.
    let utcOffset: Int
    let start: WallTime
    var now: WallTime

    /// A row's time.
    func row(_ time: WallTime, milliseconds: Bool) -> String {
        switch format {
        case .clock: clock(time, milliseconds: milliseconds)
        case .relative: "\(max(.zero, time.duration(to: now)).countdown) ago"
        case .sinceStart: Self.sinceStart(start.duration(to: time))
        case .utc: clock(time, milliseconds: milliseconds)
        }
    }

    /// Seconds east of UTC that times are told by.
    private var offset: Int { format == .utc ? 0 : utcOffset }

    /// The cells that ``row(_:milliseconds:)`` needs.
    func rowWidth(milliseconds: Bool) -> Int {
        switch format {
        case .clock: milliseconds ? 12 : 8
        case .relative: 10
        // From 100 hours on it has a digit more.
        case .sinceStart: start.duration(to: now) < .seconds(360_000) ? 9 : 10
        case .utc: milliseconds ? 13 : 9
        }
    }

    /// `14:31:50`, local time; `13:31:50Z` where times are told in UTC, so that no line leaves open which it is.
    func clock(_ time: WallTime, milliseconds: Bool = false) -> String {
        Self.text(time, offset: offset, milliseconds: milliseconds) + (format == .utc ? "Z" : "")
    }

    /// `2026-11-22`: the day of a row.
    func date(_ time: WallTime) -> String {
        let parts = time.calendar(offset: offset)
        return [parts.year, parts.month, parts.day].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: "-")
    }

    /// `14:31`, local time; `13:31Z` in UTC.
    func minute(_ time: WallTime) -> String {
        String(time.clock(offset: offset).dropLast(3)) + (format == .utc ? "Z" : "")
    }

    /// `27m08s ago` or `in 32m52s`.
    func distance(_ time: WallTime) -> String { Self.distance(from: now, to: time) }

    /// The same from another clock's now.
    static func distance(from now: WallTime, to time: WallTime) -> String {
        let away = now.duration(to: time)
        return away < .zero ? "\((.zero - away).phrase) ago" : "in \(away.phrase)"
    }

    private static func text(_ time: WallTime, offset: Int, milliseconds: Bool) -> String {
        let clock = time.clock(offset: offset)
        guard milliseconds else { return clock }
        let digits = String(time.calendar().millisecond)
        return clock + "." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func sinceStart(_ span: Duration) -> String {
        let seconds = max(0, span.milliseconds / 1000)
        let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
        return "+" + parts.map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
    }
}
