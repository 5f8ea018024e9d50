package import ProxyCore

/// One line of a recording.
package struct RecordedEntry: Sendable {
    package enum Fact: Sendable {
        case event(ProxyEvent)
        case totals(TrafficSnapshot)
        /// Events that the recorder missed.
        case missed(Int)
        /// Flows that nobody was told of, because no reader wanted them all yet.
        case skipped(Int)
    }

    package let time: WallTime
    package let fact: Fact
}

/// Why a recording cannot be read any further.
package enum RecordingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// - Parameter line: counted from 1.
    case malformed(line: Int, reason: String)
    case unreadable(String)
    /// There is no line of a recording in it.
    case empty

    package var description: String {
        switch self {
        case .malformed(let line, let reason): "line \(line): \(reason)"
        case .unreadable(let reason): reason
        case .empty: "no recording: there is no event in it"
        }
    }
}
