/// What gateways and libraries write when they refuse a token, and what they mean by it.
///
/// Looked for in ``PlainText``. Each phrase stands in the table of its cause; most are beginnings that go on with values. Where the
/// answers stand that they were taken from, `Tests/DiagnosisTests/RealWorldCases.swift` tells of those that have one there.
enum Phrasebook {
    static let audience = [
        "the token does not have a valid audience", "audiences in jwt are not allowed", "the audience is invalid",
        "unexpected aud ", "token has invalid audience", "oidc: expected audience", "invalid audience",
        "jwt audience invalid",
        "idx10214", "idx10206", "idx10208", "does not match expected audience", "jwtaudiencemismatch", "aud claim",
        "jwt audience doesnt match", "the audience in id token", "aadsts700212", "jwt not in audience",
        "contain an acceptable identifier",
        "not allowed to be used by this audience", "aud not accepted",
        "missing required aud claim", "no audiences bound to the role",
        "no matching federated identity record found for presented assertion audience",
    ]
    static let issuer = [
        "jwt issuer is not configured", "the issuer is invalid", "unexpected iss ", "token has invalid issuer",
        "issued by a different provider", "invalid issuer", "jwt issuer invalid", "idx10205",
        "does not match expected issuer",
        "jwtissuermismatch", "the iss claim is not valid", "no credentials found for given iss", "aadsts700211",
        "unknown issuer", "untrusted issuer", "issuer not trusted",
        "no matching federated identity record found for presented assertion issuer",
        "error connecting to the given credentials issuer", "specified identity issuer", "the issuer in id token",
    ]
    /// Refusals of tokens that are not over, and older than the upstream lets one be.
    static let old = [
        "maxage exceeded", "iat claim timestamp check failed (too far in the past)", "is stale to sign-in",
    ]
    static let expired =
        old + [
            "jwt is expired", "the token has expired", "token has expired", "the token is expired", "token is expired",
            "the token expired", "token expired", "jwt expired", "jwt has expired", "signature has expired",
            "expired token", "idx10223",
            "the access token expired", "exp claim timestamp check failed", "invalid expiration time (exp) claim",
            "unexpected exp ",
            "oauth access token expired", "390318", "aadsts700024", "not within its valid time range",
        ]
    static let lifetime = ["exceeds maximum allowed expiration"]
    static let clock = [
        "issued in the future", "used before issued", "before the nbf", "not yet valid", "not valid yet", "not active",
        "cannot be used yet", "claim is in the future", "cannot handle token prior to", "idx10222", "jwt used before",
        "iat claim timestamp check failed", "nbf claim timestamp check failed", "unexpected iat ",
        "must not be accepted before", "token is not valid before", "cant be used before", "valid in the future",
    ]
    static let signature = [
        "jwt verification fails", "the signature is invalid", "invalid signature", "token signature is invalid",
        "signature verification failed", "signature validation failed", "error verifying token signature",
        "failed to verify signature", "no known key successfully validated", "steps.jwt.invalidtoken", "idx10503",
        "idx10511",
        "aadsts50013",
    ]
    static let keys = [
        "jwks doesnt have", "jwks remote fetch is failed", "jwks does not have", "the signature key was not found",
        "no matching key(s) found", "idx10501: signature validation failed", "idx10500: signature validation failed",
        "oidc discovery", "unable to find a signing key",
        "unable to match key", "fetching keys oidc: get keys failed", algorithmOrKeys,
    ]
    /// Spring's words for two things: of a token that it would take by its algorithm, they are about the keys.
    static let algorithmOrKeys = "another algorithm expected"
    static let algorithm = [
        "unsupported algorithm", "invalid algorithm", "unexpected algorithm", "unexpected alg ", "jwt header [alg]",
        "idx10640", "invalid alg", "unexpected signing method", "signing method rs256 is invalid",
        "signing method es384 is invalid",
    ]
    static let subject = [
        "presented assertion subject", "no matching federated identity record", "sub claim does not match",
        "invalid subject", "unexpected sub ",
        "jwt subject invalid",
        "jwtsubjectmismatch", "aadsts700213", "rejected by the attribute condition",
        "exceeds the 127 bytes limit",
    ]
    static let scope = ["insufficient_scope", "insufficient scope", "insufficientscope"]
    static let policy = [
        "rbac: access denied", "with an explicit deny", "user is not authorized to access this resource",
        "does not have permission", "is not authorized to perform",
    ]
    static let revoked = [
        "token has been revoked", "token revoked", "token was revoked", "invalid oauth access token", "390303",
        "invalid access token", "the access token could not be verified",
        "request had invalid authentication credentials",
        "credential was not sent or was of an unsupported type", "390144", "jwt token is invalid",
    ]
    static let malformed = [
        "not in the form of header.payload.signature", "jwt malformed", "token is malformed", "malformed jwt",
        "bad token;",
        "invalid number of segments", "jwt payload is an invalid", "jwt header is an invalid",
        "jwt signature is an invalid", "should not contain bearer",
    ]
    static let missing = [
        "jwt is missing", "jwt must be provided", "no authorization token was found", "missing bearer",
        "request is missing required authentication credential",
    ]
    static let scheme = [
        "not a valid key=value pair (missing equal-sign) in authorization header",
        "authorization header requires credential parameter",
        "unsupported authorization type",
    ]
    static let header = ["found multiple jwt tokens", "multiple tokens provided"]
    static let size = ["request header or cookie too large", "request header fields too large", "header too large"]
    static let route = ["missing authentication token"]
    static let parameter = [
        "invalid value for audience", "the target service indicated by the audience parameters is invalid",
    ]

    /// Every phrase with its cause, the longest first: it says most.
    static let phrases: [(text: String, cause: Cause)] = [
        (audience, Cause.audience), (issuer, .issuer), (expired, .expired), (lifetime, .lifetime), (clock, .clock),
        (signature, .signature), (keys, .keys),
        (algorithm, .algorithm), (subject, .subject), (scope, .scope), (policy, .policy), (revoked, .revoked),
        (malformed, .malformed), (missing, .missing), (scheme, .scheme), (header, .header), (size, .size),
        (route, .route), (parameter, .parameter),
    ].flatMap { texts, cause in texts.map { (text: $0, cause: cause) } }
        .sorted { ($1.text.utf8.count, $0.text) < ($0.text.utf8.count, $1.text) }

    /// Words that usually are about a cause, for texts in which no phrase is known.
    static let words: [(words: Set<String>, cause: Cause)] = [
        (["aud", "audience", "audiences"], .audience), (["iss", "issuer", "issuers"], .issuer),
        (["exp", "expired", "expiry", "expiration"], .expired), (["signature", "signatures"], .signature),
        (["jwks", "kid"], .keys), (["scope", "scopes"], .scope), (["nbf", "iat"], .clock),
    ]

    /// What is said to be right, or not to have happened.
    private static let reassurances = [
        " is valid", " is fine", " is ok", " is good", " is correct", "not expired", "not yet expired",
        "valid signature",
    ]
    /// Words that turn a reassurance into a complaint or a demand.
    private static let negations: Set<String> = [
        "no", "not", "without", "never", "neither", "nor", "cannot", "cant", "isnt", "wasnt", "doesnt", "didnt",
        "false",
        "must", "required", "requires", "require", "expected", "expects", "needs", "needed", "missing", "lacks",
        "fails",
        "failed",
    ]

    /// Other things that expire and are signed; a text about them is about the token only if it says so.
    private static let otherSubjects: Set<String> = [
        "session", "page", "key", "keys", "certificate", "license", "licence", "subscription", "password", "cookie",
        "link",
    ]
    private static let tokens: Set<String> = [
        "token", "tokens", "jwt", "jwts", "bearer", "assertion", "claim", "claims", "credential", "credentials",
    ]

    /// The words of those parts of a text that may complain of a token; what stands in the place of a secret that it quoted is no
    /// word of its own.
    static func complaints(of text: String) -> Set<String> {
        let own = text.replacing(/<(?:signature of|redacted)[^<>]*>/, with: " ")
        let clauses = own.split { ",;.".contains($0) }.filter { !isReassuring($0) }
        let words = clauses.reduce(into: Set<String>()) { $0.formUnion(PlainText.words(of: $1)) }
        let isOfToken = !words.isDisjoint(with: tokens) || words.isDisjoint(with: otherSubjects)
        return isOfToken ? words : []
    }
    /// Whether a clause says that something is right: `no valid signature` does not.
    private static func isReassuring(_ clause: some StringProtocol) -> Bool {
        let plain = PlainText(clause).text
        guard let said = reassurances.first(where: { plain.contains($0) }) else { return false }
        return PlainText.words(of: plain.replacing(said, with: " ")).isDisjoint(with: negations)
    }
}
