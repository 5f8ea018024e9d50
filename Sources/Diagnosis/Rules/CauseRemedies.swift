import ProxyCore

/// What to try, most promising first.
struct CauseRemedies {
    private let cause: Cause
    private let evidence: Evidence

    init(_ cause: Cause, _ evidence: Evidence) {
        self.cause = cause
        self.evidence = evidence
    }

    /// Without those that have been tried: their result stands in the sentence and among the findings.
    var remedies: [Remedy] {
        let all = forToken ?? forRequest ?? forSTS ?? forUpstream ?? forClient
        let left = all.filter { !isDone($0) }
        return left.isEmpty && !all.isEmpty ? [Self.card] : left
    }

    /// Whether it would only tell again what is known: keys that were not to be had may be had later.
    private func isDone(_ remedy: Remedy) -> Bool {
        switch remedy.action {
        case .verify: evidence.verification.map { $0.verdict != .unchecked } ?? false
        case .bisect: evidence.bisect.map { $0.phase == .complete && BisectReading($0).first != .inconclusive } ?? false
        default: false
        }
    }

    private static let card = Remedy(.evidence, "copy an evidence card for whoever runs the upstream")
    private static let trust = Remedy(.trust, "export the trust configuration that the upstream needs")
    private static let verify = Remedy(.verify, "verify the signature with the issuer's keys")
    private static let replay = Remedy(.replay, "send the request again")
    private static let preflight = Remedy(.preflight, "run the preflight: every step to a token")

    private static let bisect = Remedy(
        .bisect, "bisect with safe replays: no token, same token, fresh token, broken signature")

    private static let shorter = Remedy(nil, "ask for tokens that live shorter", setting: "--token-duration 5m")
    private static let fresh = Remedy(.refresh, "refresh the token from STS")
    private static let again = Remedy(.refresh, "ask STS again, once that is put right")

    private var forToken: [Remedy]? {
        switch cause {
        case .audience: [audience, Self.bisect, Self.card]
        case .issuer: [Self.trust, Self.card, Self.bisect]
        case .expired where UpstreamWords(evidence).limitsAge: [Self.fresh, Self.shorter, Self.card]
        case .expired where (evidence.flow.token?.lifeLeft ?? .zero) > TokenBounds.advisedSkew:
            // Not even a token that is renewed as early as can be is newer by much: a clock is wrong, or a cache holds another.
            [Self.fresh, Self.bisect, Self.card]
        case .expired:
            [Self.fresh, Remedy(nil, "renew tokens earlier", setting: "--token-refresh-skew 10m"), Self.bisect]
        case .lifetime: [Self.shorter, Self.card]
        case .clock: clock
        case .young: [settle(settling) ?? Self.leeway, Self.replay, Self.card]
        case .signature:
            evidence.verification == nil
                ? [Self.verify, Self.bisect, Self.card] : [Self.fresh, Self.bisect, Self.card]
        case .keys: keys
        case .unverifying: [Self.card, Self.trust]
        case .algorithm:
            [
                Self.card,
                Remedy(nil, "sign with the other algorithm", setting: "--token-signing-algorithm \(otherAlgorithm)"),
            ]
        case .subject, .identity: [Self.trust, Self.card, Self.preflight]
        case .scope:
            [Self.card, Remedy(nil, "send the claims that it asks for as tags", setting: "--token-tag KEY=VALUE")]
        case .policy: [Self.card, Self.trust]
        case .revoked where evidence.bisect != nil: [Self.fresh, Self.card, Self.replay]
        case .revoked where evidence.isNeverAccepted: [audience, Self.bisect, Self.card]
        case .unknown where evidence.isForbiddenToStranger: [audience, Self.bisect, Self.card]
        case .revoked, .malformed, .missing: [Self.bisect, Self.fresh, Self.card]
        default: nil
        }
    }

    /// A clock that is late by no more than a token may be kept back can be waited for.
    private var clock: [Remedy] {
        let clocks = Remedy(.preflight, "check this machine's clock in the preflight; set it and the upstream's by NTP")
        guard let skew = Skew(evidence), skew.amount < .zero,
            // Its Date may hide one second, and the token's iat another.
            let settling = settle(skew.distance.wholeSeconds + 2)
        else { return [Self.card, clocks, Self.replay] }
        return [settling, Self.card, clocks]
    }

    /// nil where that is longer than `--settle` takes.
    private func settle(_ seconds: Int64) -> Remedy? {
        guard .seconds(seconds) <= TokenBounds.longestSettling else { return nil }
        return Remedy(
            nil, "keep a new token back until it is old enough, or have the upstream allow for some leeway",
            setting: "--settle \(max(2, seconds))s")
    }

    private static let leeway = Remedy(
        .evidence, "have the upstream allow for some leeway: an evidence card tells by how much")

    /// Somewhat more than the age with which the token was accepted at last.
    private var settling: Int64 {
        let age = evidence.flow.token.flatMap { evidence.history?.token($0.print)?.ripening?.age } ?? .seconds(1)
        return age.wholeSeconds + 1
    }

    private var audience: Remedy {
        Remedy(.audience, "set the audience for this host", setting: "--token-audience VALUE")
    }

    private var keys: [Remedy] {
        guard let check = evidence.verification else { return [Self.card, Self.verify, Self.trust] }
        if check.fault == .unknownKey { return [Self.fresh, Self.verify, Self.card] }
        return [
            Remedy(
                .evidence, "have the upstream fetch the issuer's keys anew, and find keys by kid: copy an evidence card"
            ),
            Self.trust,
        ]
    }

    private var otherAlgorithm: String { evidence.token?.algorithm == "ES384" ? "RS256" : "ES384" }

    private var forRequest: [Remedy]? {
        switch cause {
        case .scheme: [Self.card, Self.bisect]
        case .header: [Self.bisect, Self.card]
        case .size where evidence.flow.error == nil:
            [
                Remedy(.nextTab, "see in Request which fields are long; send fewer, and fewer tags and audiences"),
                Remedy(nil, "sign with ES384: its signatures are shorter", setting: "--token-signing-algorithm ES384"),
                Self.card,
            ]
        case .size: [Remedy(nil, "allow for larger heads, or send shorter ones", setting: "--max-head-size BYTES")]
        case .regardless:
            [
                Remedy(.nextTab, "check path and method in Request, and from where the upstream takes requests"),
                Self.card,
            ]
        case .route: [Remedy(.nextTab, "check path, stage and method of the API in Request"), Self.card]
        case .parameter:
            [
                Remedy(.nextTab, "see in Request what the body or the query names: the provider's full resource name?"),
                Self.card,
            ]
        case .proxyAuthentication:
            [
                Remedy(
                    nil, "give the proxy's user and password in its URL",
                    setting: "HTTPS_PROXY=http://USER:PASSWORD@PROXY"), Self.replay,
            ]
        case .upstreamError, .brokenOff: [Self.replay]
        default: nil
        }
    }

    private var forSTS: [Remedy]? {
        switch cause {
        case .denied: [Remedy(.policy, "get the IAM statement that allows it"), Self.again, Self.preflight]
        case .throttled:
            [
                Remedy(.refresh, "ask STS at once; or wait: the first request after the back-off asks it again"),
                Self.preflight,
            ]
        case .stsUnreachable, .stsError: [Self.preflight, Self.again]
        case .credentials, .noCredentials, .unconfigured, .federation: [Self.preflight, Self.again]
        case .session: [Self.preflight, Remedy(nil, "ask for less life", setting: "--token-duration 15m"), Self.again]
        case .tokenSize:
            [
                Remedy(.audience, "ask for fewer audiences for this host"),
                Remedy(nil, "ask for fewer tags", setting: "--token-tag"), Self.again,
            ]
        case .tokenUnavailable: [Self.again, Self.preflight]
        case .mintingOff: [Remedy(.minting, "switch minting on again")]
        default: nil
        }
    }

    private var forUpstream: [Remedy]? {
        switch cause {
        case .name:
            [
                Remedy(
                    .replay,
                    "check that the name is the one that is meant, and that DNS knows it here; then send it again")
            ]
        case .upstreamRefused:
            [Remedy(.replay, "check host and port, and that a server listens there; then send it again"), otherScheme]
        case .upstreamClosed, .unreachable: [Self.replay, otherScheme]
        case .tls: tls
        case .timeout: [Self.replay, Remedy(nil, "give it more time", setting: "--upstream-timeout 60s")]
        case .protocolMismatch where OwnAnswer.speaksHTTP(evidence):
            [
                Remedy(
                    .evidence,
                    "have the upstream's answer mended: whoever reads it strictly refuses it; copy an evidence card"),
                Self.replay,
            ]
        case .protocolMismatch: [otherScheme, Self.replay]
        case .encoding: [Self.replay, Remedy(nil, "ask by HTTP/1.1, where the client speaks HTTP/2: curl --http1.1")]
        default: nil
        }
    }

    /// A private authority can be named here; whatever else is wrong with a certificate is put right where it was made.
    private var tls: [Remedy] {
        switch TLSObstacle(evidence) {
        case .authority:
            [Remedy(nil, "name the authority of a private certificate", setting: "--upstream-ca FILE"), Self.card]
        case .expired, .early:
            [
                Remedy(.preflight, "check this machine's clock in the preflight"),
                Remedy(.evidence, "have whoever runs the upstream renew its certificate: copy an evidence card"),
            ]
        case .name:
            [Remedy(.replay, "check that the host is the one that is meant; then send it again"), Self.card]
        case .version: [Remedy(.evidence, "have the upstream speak TLS 1.2 or later: copy an evidence card")]
        case .plain: [otherScheme, Self.replay]
        case nil: [Self.replay, otherScheme]
        }
    }

    /// Never the one that is spoken already.
    private var otherScheme: Remedy {
        evidence.scheme == .http
            ? Remedy(nil, "speak HTTPS, where it does", setting: "--upstream-scheme https")
            : Remedy(nil, "speak plain HTTP, where it does", setting: "--upstream-scheme http")
    }

    private var forClient: [Remedy] {
        switch cause {
        case .noUpstream, .invalidUpstream:
            [Remedy(nil, "name the upstream in the request, or pin one", setting: "--upstream-host HOST")]
        case .notAllowed: [Remedy(nil, "allow it", setting: "--allow-host PATTERN")]
        case .crossSite: [Remedy(nil, "allow the page's origin", setting: "--allow-origin ORIGIN")]
        case .host: [Remedy(nil, "accept the name", setting: "--accept-host PATTERN")]
        case .overload: [Remedy(nil, "allow for more", setting: "--max-connections NUMBER")]
        case .badRequest, .shuttingDown, .clientGone, .fault: []
        default: [Self.bisect, Self.card, Self.verify]
        }
    }
}
