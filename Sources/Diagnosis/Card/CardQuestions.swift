import ProxyCore

/// What to ask whoever runs an upstream: what only they can look up, and what the likely cause leaves open.
struct CardQuestions {
    /// The most that are asked: more are not answered.
    static let limit = 3

    private let evidence: Evidence
    private let cause: Cause?
    private let hasDigest: Bool

    init(_ evidence: Evidence, _ cause: Cause?, hasDigest: Bool) {
        self.evidence = evidence
        self.cause = cause
        self.hasDigest = hasDigest
    }

    /// None where no token was sent, or where it was not refused: nobody shall look for what is not there.
    var questions: [EvidenceText] {
        guard evidence.flow.token != nil, evidence.isRefused || cause == .unverifying else { return [] }
        let own = (aboutTrust ?? aboutTime ?? aboutRights ?? aboutRequest ?? aboutUnknown).compactMap(\.self)
        return Array(own.prefix(hasDigest ? Self.limit - 1 : Self.limit)) + (hasDigest ? [Self.digest] : [])
    }

    private static let digest: EvidenceText = "does your log have a token with this SHA-256?"
    private static let clock: EvidenceText = "is your clock set by NTP, and how far was it off at that moment?"
    private static let leeway: EvidenceText = "how much leeway do you allow for on iat, nbf and exp?"
    private static let reason: EvidenceText = "what does your log give as the reason of this refusal?"
    private static let fields: EvidenceText =
        "what does the Authorization field hold when it reaches you, and does a gateway of yours change it?"

    private var issuer: EvidenceText? {
        evidence.token?.issuer == nil ? nil : "is this issuer registered, and when was its JWKS last fetched?"
    }

    private var aboutTrust: [EvidenceText?]? {
        switch cause {
        case .audience: [issuer, "which audience do you expect?"]
        case .issuer: [issuer, "does the issuer that you have registered match iss to the last character?"]
        case .signature, .keys: [issuer, "can your side reach the issuer's JWKS, and does it find keys by kid?"]
        case .algorithm: ["which algorithms do you accept?", issuer]
        case .unverifying: ["does your side check the signature at all, and with whose keys?", issuer]
        default: nil
        }
    }

    private var aboutTime: [EvidenceText?]? {
        switch cause {
        case .lifetime: ["how long may a token live, and how old may it be?", Self.clock]
        case .clock, .young: [Self.clock, Self.leeway]
        case .expired: [Self.clock, "does a queue, a cache or a hop of yours look at the token later than it came?"]
        case .revoked: ["do you keep tokens or refuse used ones, and for how long?", Self.clock]
        default: nil
        }
    }

    private var aboutRights: [EvidenceText?]? {
        switch cause {
        case .subject, .identity: ["which sub do your rules name?", "which other claims do they compare?"]
        case .scope, .policy: ["which scope or claim does this request need?", "which rule refused it?"]
        default: nil
        }
    }

    private var aboutRequest: [EvidenceText?]? {
        switch cause {
        case .header, .missing, .malformed, .scheme: [Self.fields, "which schemes of credentials do you take?"]
        case .size: ["how large may a request's head be at each hop of yours?"]
        case .route, .regardless: ["is this path and method served there, and for which clients?", Self.reason]
        case .proxyAuthentication: ["which proxy answered, and what credentials does it want?"]
        default: nil
        }
    }

    private var aboutUnknown: [EvidenceText?] { [Self.reason, issuer] }
}
