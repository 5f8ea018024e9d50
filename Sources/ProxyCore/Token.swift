/// A minted token: the secret that goes upstream, and the facts about it that may be shown.
///
/// Prints as its facts only. The secret leaves through ``authorization`` and ``compact`` alone.
///
/// What it holds stands in one place that copies share: each request has several, and none of them changes it.
package struct Token: Sendable {
    private final class Storage: Sendable {
        let facts: TokenFacts
        let authorization: Secret
        let born: ContinuousClock.Instant
        let dies: ContinuousClock.Instant
        let fault: Fault?

        init(
            _ facts: TokenFacts, _ authorization: Secret, born: ContinuousClock.Instant, dies: ContinuousClock.Instant,
            fault: Fault?
        ) {
            self.facts = facts
            self.authorization = authorization
            self.born = born
            self.dies = dies
            self.fault = fault
        }
    }

    private let storage: Storage

    package init(
        facts: TokenFacts, authorization: Secret, born: ContinuousClock.Instant, dies: ContinuousClock.Instant,
        fault: Fault? = nil
    ) {
        storage = Storage(facts, authorization, born: born, dies: dies, fault: fault)
    }

    package var facts: TokenFacts { storage.facts }
    /// The value of the `Authorization` field, ready to send: `Bearer <jwt>` (RFC 6750, section 2.1).
    package var authorization: Secret { storage.authorization }
    /// The moment of issue, no later than the issuer's own: when it was asked for.
    package var born: ContinuousClock.Instant { storage.born }
    /// The moment from which it is of no use: ``born`` and the time from `iat` to `exp`, so that a wall clock which is wrong
    /// or jumps neither shortens nor lengthens its life.
    package var dies: ContinuousClock.Instant { storage.dies }
    /// What was done on purpose to the call that it came from, or to its issuer.
    package var fault: Fault? { storage.fault }

    /// The compact token alone, for somebody who has asked for it and confirmed that.
    package var compact: Secret { Secret(String(authorization.exposed.dropFirst("Bearer ".count))) }

    /// The token as it stands when it is sent at a moment.
    package func sent(at now: ContinuousClock.Instant) -> SentToken {
        SentToken(
            id: storage.facts.id, print: storage.facts.print, length: storage.facts.length,
            lifeLeft: now.duration(to: storage.dies), age: storage.born.duration(to: now))
    }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Token(\(facts.id), sha256:\(facts.print))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["facts": facts]) }
}

/// A string that no log, error, event or crash report may hold. Every way of printing it says `<redacted>`.
package struct Secret: Sendable {
    private let value: String

    package init(_ value: String) { self.value = value }

    /// The secret itself. Each call is a place to review.
    package var exposed: String { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// All that may be shown of a token. Decoded, not verified: nobody has checked the signature.
package struct TokenFacts: Sendable, Hashable {
    package let id: TokenID
    package let audiences: AudienceSet
    /// The first six hex digits of the SHA-256 of the compact token, so that two sides can compare what they hold.
    package let print: String
    /// The whole of it, 64 hex digits; nil where it is not known, as in a log.
    package let digest: String?
    /// The compact token's length in bytes.
    package let length: Int
    /// `iat`, in the issuer's time.
    package let issuedAt: WallTime
    /// `exp`, in the issuer's time.
    package let expiresAt: WallTime
    /// The JOSE header (RFC 7515, section 4).
    package let header: JSONValue
    /// The claims (RFC 7519, section 4).
    package let claims: JSONValue

    package init(
        id: TokenID, audiences: AudienceSet, print: String, digest: String? = nil, length: Int, issuedAt: WallTime,
        expiresAt: WallTime, header: JSONValue, claims: JSONValue
    ) {
        self.id = id
        self.audiences = audiences
        self.print = print
        self.digest = digest
        self.length = length
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.header = header
        self.claims = claims
    }

    package var keyID: String? { header["kid"]?.string }
    package var algorithm: String? { header["alg"]?.string }
    package var subject: String? { claims["sub"]?.string }
    package var issuer: String? { claims["iss"]?.string }
}
