import Diagnosis
import ProxyCore
import Testing
import TokenVerification

/// What `jotop decode` says of a token's claims, and what a verifier does.
@Suite("Whoever judges a token's claims judges them alike")
struct ClaimsJudgedTests {
    private static let now = WallTime(seconds: 1_000_000)

    private static let good: [String: JSONValue] = [
        "iss": .string("https://issuer"), "aud": .string("https://a"), "iat": .integer(999_900),
        "exp": .integer(1_003_500),
    ]

    struct Row: Sendable {
        let claim: String
        let value: JSONValue?
        let cause: Cause?

        init(_ claim: String, _ value: JSONValue?, _ cause: Cause?) {
            (self.claim, self.value, self.cause) = (claim, value, cause)
        }
    }

    static let rows: [Row] = [
        Row("sub", .string("me"), nil), Row("iss", nil, .malformed), Row("iss", .integer(1), .malformed),
        Row("aud", nil, .malformed), Row("aud", .array([]), .malformed), Row("aud", .integer(1), .malformed),
        Row("aud", .array([.string("https://a"), .integer(1)]), .malformed),
        Row("aud", .array([.string("https://b"), .string("https://a")]), nil),
        Row("aud", .array([.string("https://b")]), .audience), Row("aud", .string("https://a/"), .audience),
        Row("exp", nil, .malformed), Row("exp", .string("1"), .malformed), Row("exp", .number(1e300), .malformed),
        Row("exp", .integer(999_995), .expired), Row("exp", .integer(999_996), nil),
        Row("exp", .integer(1_000_000), nil), Row("nbf", .string("now"), .malformed),
        Row("nbf", .integer(1_000_005), nil), Row("nbf", .integer(1_000_006), .clock), Row("iat", nil, nil),
        Row("iat", .array([]), .malformed), Row("iat", .integer(1_000_005), nil),
        Row("iat", .integer(1_000_006), .clock),
    ]

    @Test("A claim that is changed is the cause for both, or for neither", arguments: rows)
    func alike(_ row: Row) {
        var members = Self.good
        members[row.claim] = row.value
        let claims = JSONValue.object(members)
        var evidence = TokenEvidence(
            header: .object(["alg": .string("RS256")]), claims: claims, length: 1_200, now: Self.now)
        evidence.expectedAudiences = ["https://a"]
        #expect(Diagnosis(of: evidence).cause == row.cause)
        #expect(Self.verified(claims) == row.cause)
    }

    private static func verified(_ claims: JSONValue) -> Cause? {
        let verifier = JWTVerifier(
            issuer: "https://issuer", audiences: ["https://a"], leeway: RegisteredClaims.leeway)
        do throws(VerificationFailure) {
            try verifier.checkClaims(claims, at: now)
            return nil
        } catch {
            return switch error {
            case .invalidClaim: .malformed
            case .wrongAudience: .audience
            case .expired: .expired
            case .notYetValid, .issuedInFuture: .clock
            default: .unknown
            }
        }
    }
}
