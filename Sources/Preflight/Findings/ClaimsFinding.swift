import IssuerKeys
import ProxyCore
import TokenDecoding

/// Whether a token says what was asked for.
struct ClaimsFinding {
    struct Asked {
        let audiences: AudienceSet
        let algorithm: String
        let duration: Duration
        /// The account that the caller belongs to, where it is known.
        let account: String?
        /// The account's issuer, where IAM has told it.
        var issuer: String?
        /// Whether STS is an emulation on this machine, whose issuer is here as well.
        var ofEmulation = false
    }

    private let token: DecodedToken
    private let asked: Asked
    private let now: WallTime

    /// - Parameter now: by STS's clock.
    init(_ token: DecodedToken, asked: Asked, now: WallTime) {
        self.token = token
        self.asked = asked
        self.now = now
    }

    var finding: Finding {
        if let fault {
            return .failed(fault, remedy: IssuerProbe.askSupport)
        }
        let issuer = token.claims["iss"]?.string ?? ""
        let words = "sub \((token.claims["sub"]?.string ?? "").cut), \(length)"
        guard isKnown(issuer) else {
            return .unknown("\(words); but iss \(issuer.cut) is not of the form that AWS is known to use")
        }
        return .ok(words)
    }

    /// A token that lives shorter than it was asked to is good all the same, and not what was asked.
    private var length: String {
        let isShorter = life < asked.duration - Self.rounding
        return "\(life.words) long, " + (isShorter ? "shorter than the \(asked.duration.words) asked" : "as asked")
    }

    /// The service rounds both ends to whole seconds.
    private static let rounding = Duration.seconds(1)

    /// AWS's own form, the one that IAM tells, or an emulation's where STS is one.
    private func isKnown(_ issuer: String) -> Bool {
        if issuer == asked.issuer { return true }
        guard let address = IssuerAddress(issuer) else { return false }
        return address.isOnThisMachine ? asked.ofEmulation : address.isKnownForm
    }

    private var issuerFault: String? {
        guard let issuer = token.claims["iss"]?.string, !issuer.isEmpty else { return "the token names no issuer" }
        guard let expected = asked.issuer, issuer != expected else { return nil }
        return "iss \(issuer.cut) is another than the account's, which IAM says is \(expected.cut)"
    }

    private var fault: String? {
        let claims = token.claims
        guard token.header["alg"]?.string == asked.algorithm else {
            return "the token is not signed with \(asked.algorithm)"
        }
        if let issuerFault { return issuerFault }
        guard audiences == Set(asked.audiences.values) else { return "aud is not \(asked.audiences)" }
        guard let subject = claims["sub"]?.string, !subject.isEmpty else { return "the token names no subject" }
        if let account = asked.account, !subject.contains(":\(account):") {
            return "sub \(subject.cut) is of another account than the caller's, \(account)"
        }
        return timeFault
    }

    private var timeFault: String? {
        guard let issued, let expires else { return "iat or exp is missing" }
        guard issued < expires else { return "exp is not after iat" }
        if now > expires { return "the token had expired when it came" }
        if life > asked.duration + Self.rounding { return "the token lives \(life.words), longer than asked" }
        return nil
    }

    private var registered: RegisteredClaims { RegisteredClaims(token.claims) }
    private var issued: WallTime? { registered.issuedAt }
    private var expires: WallTime? { registered.expiry }

    private var life: Duration {
        guard let issued, let expires else { return .zero }
        return issued.duration(to: expires)
    }

    private var audiences: Set<String> { Set(registered.audiences ?? []) }
}
