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

    init(_ answer: STSAnswer) throws(STSError) {
        let result = try answer.result("GetWebIdentityTokenResult")
        guard let token = result.text(at: "WebIdentityToken") else {
            throw .malformedResponse(.missingElement("WebIdentityToken"))
        }
        guard let expiration = result.text(at: "Expiration") else {
            throw .malformedResponse(.missingElement("Expiration"))
        }
        guard let date = Self.date(expiration) else { throw .malformedResponse(.unreadableDate("Expiration")) }
        self.token = RedactedString(token)
        self.expiration = date
        requestID = answer.requestID
        clockOffset = answer.clockOffset
    }

    /// ISO 8601 in UTC, with or without a fraction of the second.
    private static func date(_ text: String) -> Date? {
        let whole = Date.ISO8601FormatStyle(timeZone: .gmt)
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt)
        return (try? fraction.parse(text)) ?? (try? whole.parse(text))
    }
}
