/// What a request failed for.
///
/// The raw values leave the process as the `cause` of `diagnosis` events, so that scripts may rely on them: `docs/events.md`.
package enum Cause: String, Sendable, Hashable, CaseIterable {
    // What an upstream holds against a token.
    case audience = "aud"
    case issuer
    case expired
    /// The token lives longer than the upstream lets one live.
    case lifetime
    /// The upstream's clock, or this machine's, is off.
    case clock
    /// The token was used sooner after its issue than the upstream's clock allows for.
    case young
    case signature
    /// The upstream does not have the issuer's keys, or not the one that signed.
    case keys = "jwks"
    case algorithm = "alg"
    /// The upstream knows the issuer, and not this `sub`.
    case subject = "sub"
    case scope
    /// The token is somebody else's than the one that was accepted.
    case identity
    /// The token was taken, and what it asks for is not allowed.
    case policy
    case revoked
    case malformed
    case missing
    /// The upstream takes tokens with broken signatures.
    case unverifying = "signature-not-verified"

    // What an upstream holds against a request.
    /// It asks for another kind of credential than a bearer token.
    case scheme
    case header
    case size
    /// A gateway knows no such route, and says so by speaking of tokens.
    case route
    /// A parameter of the request's own is refused that is called as a claim is: a token exchange's `audience`.
    case parameter
    /// The upstream refuses the request whatever it carries.
    case regardless = "not-the-token"
    case proxyAuthentication = "proxy-auth"
    case upstreamError = "upstream-error"
    case brokenOff = "broken-off"

    // Why there was no token.
    case denied
    case throttled
    case stsUnreachable = "sts-unreachable"
    case stsError = "sts-error"
    case credentials
    /// There were none, so that STS was not asked.
    case noCredentials = "no-credentials"
    case unconfigured
    /// The role session ends before a token could.
    case session
    /// Outbound web identity federation is switched off in the account.
    case federation = "federation-off"
    case tokenSize = "token-size"
    case tokenUnavailable = "token-unavailable"
    case mintingOff = "minting-off"

    // Why the upstream gave no answer.
    case name = "dns"
    case upstreamRefused = "upstream-refused"
    case upstreamClosed = "upstream-closed"
    case unreachable
    case tls
    case timeout
    case protocolMismatch = "not-http"
    /// Bytes that are no text, which HTTP/2 does not carry here.
    case encoding = "not-text"

    // What jotop did not accept of the client.
    case noUpstream = "no-upstream"
    case invalidUpstream = "invalid-upstream"
    case notAllowed = "not-allowed"
    case crossSite = "cross-site"
    case host
    case badRequest = "bad-request"
    case overload
    case shuttingDown = "shutting-down"
    case clientGone = "client-gone"

    /// The reader did it on purpose.
    case fault

    case unknown
}
