import AWSClient
import ProxyCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Which credentials are in force, and until when.
struct CredentialsFinding {
    private let source: String
    private let isTemporary: Bool
    private let end: WallTime?
    private let now: WallTime
    private let utcOffset: Int
    private let isMeasured: Bool

    /// - Parameters:
    ///   - now: STS's time, if it is known.
    ///   - isMeasured: whether it is, and not just what this machine's clock says.
    init(_ credentials: AWSCredentials, now: WallTime, utcOffset: Int, isMeasured: Bool) {
        source = credentials.source
        isTemporary = credentials.sessionToken != nil
        end = credentials.expiration.map { WallTime(approximating: $0.timeIntervalSince1970) }
        self.now = now
        self.utcOffset = utcOffset
        self.isMeasured = isMeasured
    }

    var finding: Finding {
        guard let end else {
            return .ok("\(source), \(isTemporary ? "a session whose end is not told" : "long-lived keys")")
        }
        let left = now.duration(to: end)
        // The identity step asks whom it concerns, so nothing stops here.
        guard left > .zero else {
            let judge = isMeasured ? "STS's clock" : "this machine's clock"
            return .unknown(
                "\(source), ended \(left.words) ago at \(moment(end)) by \(judge)",
                remedy: "log in again or renew the credentials" + (isMeasured ? "" : ", unless the clock is wrong"))
        }
        return .ok("\(source), ends \(moment(end)) (\(left.words) left)")
    }

    /// `15:41`, or `2026-12-31 00:00` where it is not today.
    private func moment(_ time: WallTime) -> String {
        let clock = String(time.clock(offset: utcOffset).prefix(5))
        let day = time.day(offset: utcOffset)
        return day == now.day(offset: utcOffset) ? clock : "\(day) \(clock)"
    }
}

extension WallTime {
    /// `2026-12-31`
    fileprivate func day(offset: Int) -> String {
        String(WallTime(milliseconds: milliseconds + Int64(offset) * 1000).rfc3339.prefix(10))
    }
}

extension PreflightFailure {
    /// Of a chain, each source that was asked has a line in the remedy.
    init(_ error: CredentialError) {
        let asked = error.causes.map { "\n\($0.source): \($0.message)" }.joined()
        self.init("\(error.source): \(error.message)", remedy: error.remedy + asked)
    }
}
