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

    init(_ credentials: AWSCredentials, now: WallTime, utcOffset: Int) {
        source = credentials.source
        isTemporary = credentials.sessionToken != nil
        end = credentials.expiration.map { WallTime(approximating: $0.timeIntervalSince1970) }
        self.now = now
        self.utcOffset = utcOffset
    }

    var finding: Finding {
        guard let end else {
            return .ok("\(source), \(isTemporary ? "a session whose end is not told" : "long-lived keys")")
        }
        let left = now.duration(to: end)
        let clock = end.clock(offset: utcOffset).prefix(5)
        // By this machine's clock, which may be wrong: the identity step asks the one that counts.
        guard left > .zero else {
            return .unknown(
                "\(source), ended \(left.words) ago at \(clock) by this machine's clock",
                remedy: "log in again or renew the credentials, unless the clock is wrong")
        }
        return .ok("\(source), ends \(clock) (\(left.words) left)")
    }
}

extension PreflightFailure {
    /// Of a chain, each source that was asked has a line in the remedy.
    init(_ error: CredentialError) {
        let asked = error.causes.map { "\n\($0.source): \($0.message)" }.joined()
        self.init("\(error.source): \(error.message)", remedy: error.remedy + asked)
    }
}
