#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A session with less than a minute left, the shortest life that STS gives a token.
package struct SessionEnding: Sendable, Equatable {
    /// Where the credentials come from.
    package let source: String
    /// The session's end; nil where only refusals tell that it is near.
    package let ends: Date?
}

extension SessionEnding: CustomStringConvertible {
    package var description: String {
        let moment = ends.map { " at \(Date.ISO8601FormatStyle(timeZone: .gmt).format($0))" } ?? ""
        return "the session of these credentials (\(source)) ends\(moment.isEmpty ? " within a minute" : moment),"
            + " and no token may outlive it"
    }
}
