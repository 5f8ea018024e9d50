import ProxyCore

extension Evidence {
    /// How far the answer's `Date` is ahead of this machine's clock; nil where there is none that tells.
    package var dateSkew: Duration? { Skew(self)?.ofUpstream }
}

/// How far an upstream's clock is ahead of the issuer's, by the answer's `Date` and what the issuer's own answers told.
struct Skew {
    /// A `Date` has whole seconds, and was written before it was read: less is nothing.
    static let resolution = Duration.seconds(2)
    /// Beyond this, validators begin to refuse.
    static let tolerance = Duration.seconds(60)

    let date: WallTime
    /// Ahead of this machine.
    let ofUpstream: Duration
    /// How far the issuer is ahead of this machine; nil where nobody measured.
    let ofIssuer: Duration?

    /// nil where the answer has no `Date` that tells the time: none, one of another form, or one of a stored answer.
    init?(_ evidence: Evidence) {
        guard let response = evidence.flow.response, let value = response.values(of: "date").first,
            let date = HTTPDate.time(value), response.values(of: "age").isEmpty
        else { return nil }
        self.date = date
        ofUpstream = WallTime(seconds: evidence.headTime.seconds).duration(to: date)
        ofIssuer = evidence.issuerOffset
    }

    /// Ahead of the issuer's clock, by which tokens are dated. What was measured of that is no better than a `Date` either.
    var amount: Duration {
        guard let ofIssuer, max(ofIssuer, .zero - ofIssuer) > Self.resolution else { return ofUpstream }
        return ofUpstream - ofIssuer
    }
    var distance: Duration { max(amount, .zero - amount) }

    /// How long after the upstream's clock the token was issued; nil where it was before, or too near to tell.
    func lead(of token: TokenFacts?) -> Duration? {
        guard let token, date.duration(to: token.issuedAt) > Self.resolution else { return nil }
        return date.duration(to: token.issuedAt)
    }

    /// Whether it is enough for a token to be refused.
    func isBlamed(with token: TokenFacts?) -> Bool { distance > Self.tolerance || lead(of: token) != nil }
}
