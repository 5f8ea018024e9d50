package import Recordings

/// What is to be played back, and how.
package struct ReplaySettings: Sendable, Equatable {
    package let file: String
    /// Seconds of the recording in a real one; infinite for as fast as it goes.
    package var speed = 1.0
    /// Where it stops and stands.
    package var until: ClockTime?

    /// - Returns: nil where nothing is to be played back.
    /// - Throws: ``UsageError`` for the first that cannot be used.
    init?(reading reader: SettingsReader) throws(UsageError) {
        let recording = reader.string("replay")
        for flag in ["speed", "until"] where recording == nil {
            guard let found = reader.string(flag) else { continue }
            throw UsageError(
                flag: flag, value: found.value, origin: found.origin, remedy: "is for a recording that --replay names")
        }
        guard let recording else { return nil }
        guard !recording.value.isEmpty else {
            throw UsageError(flag: "replay", value: "", origin: recording.origin, remedy: "must be a file name")
        }
        file = recording.value
        try reader.read("speed", into: &speed, valid: "must be a number from 0.01 to 1000, or max") { text in
            if text == "max" { return .infinity }
            return Double(text).flatMap { (0.01...1000).contains($0) ? $0 : nil }
        }
        try reader.read("until", into: &until, valid: "must be a time of day in the recording, such as 14:31:57") {
            ClockTime($0).map { .some($0) }
        }
    }
}
