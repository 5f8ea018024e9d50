package import ProxyCore

/// The first line of a recording: what the views draw from besides events.
package struct RecordingHeader: Sendable, Equatable {
    /// The schema that is written here. What only adds members and types to it keeps the number.
    package static let currentVersion = 1

    package var version = RecordingHeader.currentVersion
    /// When the program began.
    package var start: WallTime
    /// Seconds east of UTC where it was recorded: the clock that its rows showed.
    package var utcOffset = 0
    /// Whether everything was embedded.
    package var isDemo = false
    /// How upstreams that a request names were spoken to.
    package var upstreamScheme: UpstreamTarget.Scheme?
    package var audienceRule: AudienceRule?

    package init(start: WallTime) { self.start = start }

    package var line: String {
        var object = JSONLine(time: start, type: "recording")
        object.add("version", .integer(Int64(version)))
        object.add("utc_offset", .integer(Int64(utcOffset)))
        object.add("demo", .bool(isDemo))
        object.add("scheme", upstreamScheme?.rawValue)
        audienceRule?.add(to: &object)
        return object.text
    }

    init(_ line: Members) throws(Members.Fault) {
        start = try line.time("time")
        version = try line.count("version")
        utcOffset =
            try line.optional("utc_offset", "seconds") { value in
                guard case .integer(let seconds) = value, abs(seconds) <= 86_400 else { return nil }
                return Int(seconds)
            } ?? 0
        isDemo = try line.flag("demo")
        upstreamScheme = try line.optional("scheme", "http or https") {
            $0.string.flatMap(UpstreamTarget.Scheme.init(rawValue:))
        }
        audienceRule = try AudienceRule(line)
    }
}
