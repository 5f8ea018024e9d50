/// The proxy accepts requests.
package struct Listening: Sendable {
    package let time: WallTime
    /// `127.0.0.1:8080`: the address in use, with the port that the system picked where 0 was asked for.
    package let address: String
    /// The rule, in words: `X-Upstream-Host`, or the pinned upstream.
    package let upstream: String
    /// Whether HTTPS is spoken there, instead of HTTP.
    package let isEncrypted: Bool
    /// Where the metrics are: `127.0.0.1:9090`; nil where they are switched off.
    package let metrics: String?
    /// What is spoken to upstreams; nil where nobody knows, as in an old recording.
    package let upstreamScheme: UpstreamTarget.Scheme?

    package init(
        time: WallTime, address: String, upstream: String, isEncrypted: Bool = false, metrics: String? = nil,
        upstreamScheme: UpstreamTarget.Scheme? = nil
    ) {
        self.time = time
        self.address = address
        self.upstream = upstream
        self.isEncrypted = isEncrypted
        self.metrics = metrics
        self.upstreamScheme = upstreamScheme
    }

    package var scheme: String { isEncrypted ? "https" : "http" }

    /// The address; with its scheme where that is not what one would expect.
    package var place: String { isEncrypted ? "https://" + address : address }
}

package struct CredentialsResolved: Sendable {
    package let time: WallTime
    /// Which provider answered, such as `environment`.
    package let source: String
    /// When they end; nil for long-lived ones, and where the source does not tell.
    package let expires: WallTime?
    /// Whether they are a session's, which ends, even if nobody tells when.
    package let isTemporary: Bool
    package let region: String?
    /// Who they belong to, where it is known: an ARN.
    package let principal: String?

    package init(
        time: WallTime, source: String, expires: WallTime?, isTemporary: Bool = false, region: String? = nil,
        principal: String? = nil
    ) {
        self.time = time
        self.source = source
        self.expires = expires
        self.isTemporary = isTemporary
        self.region = region
        self.principal = principal
    }
}

package struct CredentialsFailed: Sendable {
    package let time: WallTime
    package let source: String
    package let message: String
    /// What to do about it.
    package let remedy: String?
    /// Until when the credentials that were found before go on serving; nil where there are none.
    package let servingUntil: WallTime?

    package init(
        time: WallTime, source: String, message: String, remedy: String? = nil, servingUntil: WallTime? = nil
    ) {
        self.time = time
        self.source = source
        self.message = message
        self.remedy = remedy
        self.servingUntil = servingUntil
    }
}

/// The credentials are somebody else's than before; another session of the same role does not count.
package struct PrincipalChanged: Sendable {
    package let time: WallTime
    /// Whose they were: an ARN.
    package let former: String
    package let principal: String

    package init(time: WallTime, former: String, principal: String) {
        self.time = time
        self.former = former
        self.principal = principal
    }
}

/// How far STS's clock is ahead of this machine's. Told when it changes by a second or more.
package struct ClockMeasured: Sendable {
    package let time: WallTime
    /// A `Date` has whole seconds: one or two mean nothing.
    package let offset: Duration
    /// Whether signatures are corrected by it.
    package let isCorrected: Bool
    /// Whether it is far off, and a log has not been told of it: there, each second of jitter is too much.
    package let isAlarming: Bool

    package init(time: WallTime, offset: Duration, isCorrected: Bool, isAlarming: Bool = false) {
        self.time = time
        self.offset = offset
        self.isCorrected = isCorrected
        self.isAlarming = isAlarming
    }
}
