package import ProxyCore

/// A time of day, as a clock on the wall shows it: `14:31:57`.
package struct ClockTime: Sendable, Equatable, CustomStringConvertible {
    private static let day: Int64 = 86_400_000

    /// Since midnight.
    private let milliseconds: Int64

    /// - Returns: nil unless `text` is `HH:MM:SS`, the seconds with three digits of a fraction or without.
    package init?(_ text: String) {
        guard let moment = WallTime(recorded: "1970-01-01T\(text)Z"), moment.milliseconds < Self.day else { return nil }
        milliseconds = moment.milliseconds
    }

    package var description: String { WallTime(milliseconds: milliseconds).clock(offset: 0) }

    /// The first moment at or after `start` at which a clock shows it.
    ///
    /// - Parameter offset: seconds east of UTC of that clock.
    package func moment(after start: WallTime, offset: Int?) -> WallTime {
        let shift = Int64(offset ?? 0) * 1000
        let local = start.milliseconds + shift
        let midnight = local - ((local % Self.day) + Self.day) % Self.day
        let today = midnight + milliseconds
        return WallTime(milliseconds: (today >= local ? today : today + Self.day) - shift)
    }
}
