package import HTTPTypes

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// How far the service's clock is ahead of ours ("Clock Skew Correction" of the AWS SDKs).
package enum ClockSkew {
    /// A correction above this one explains a refused signature.
    package static let significant: Duration = .seconds(240)

    /// The service's `Date` against the middle of the round trip.
    ///
    /// - Returns: nil where the answer tells nothing: no readable `Date`, a cached answer, or a trip above 15 minutes.
    package static func measure(_ fields: HTTPFields, sent: Date, received: Date) -> Duration? {
        let trip = received.timeIntervalSince(sent)
        guard fields[.age] == nil, (0...900).contains(trip), let date = fields[.date].flatMap(HTTPDate.parse) else {
            return nil
        }
        return .seconds(date.timeIntervalSince(sent.addingTimeInterval(trip / 2)))
    }

    static func isSignificant(_ used: Duration, _ measured: Duration) -> Bool {
        let difference = used - measured
        return max(difference, .zero - difference) > significant
    }
}
