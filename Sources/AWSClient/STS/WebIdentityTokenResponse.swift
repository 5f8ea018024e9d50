#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A minted token.
package struct WebIdentityTokenResponse: Sendable {
    /// The compact JWT.
    package let token: RedactedString
    /// By the service's clock. The claim `exp` is the same moment rounded down, so the token ends up to 1 s earlier.
    package let expiration: Date
    /// The service's name for the call.
    package let requestID: String?
    /// How far the service's clock is ahead of ours, as far as known; whole seconds, so one or two mean nothing.
    package let clockOffset: Duration

    /// The life that was asked for; nil where it was left to the service.
    package let asked: Duration?
    /// Set where less life was asked for than wanted.
    package let cap: Cap?

    /// A life shortened because no token may outlive the session that asks for it.
    package struct Cap: Sendable, Equatable {
        package let wanted: Duration
        package let asked: Duration
        /// The end of the session, where it is known.
        package let sessionEnds: Date?

        package init(wanted: Duration, asked: Duration, sessionEnds: Date?) {
            self.wanted = wanted
            self.asked = asked
            self.sessionEnds = sessionEnds
        }
    }

    init(_ answer: QueryAnswer, asked: Duration?, cap: Cap?) throws(STSError) {
        let result = try answer.result("GetWebIdentityTokenResult")
        let compact = try result.required("WebIdentityToken")
        guard !answer.secrets.areQuoted(inTokenOf: compact) else {
            throw .malformedResponse(.quotedSecret("WebIdentityToken"))
        }
        token = RedactedString(compact)
        expiration = try result.requiredDate("Expiration")
        requestID = answer.requestID
        clockOffset = answer.clockOffset
        self.asked = asked
        self.cap = cap
    }
}
