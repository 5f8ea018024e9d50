import ProxyCore
import Testing

@testable import Diagnosis

@Suite("What differs between two generations of a token")
struct ClaimDiffTests {
    private static let header: JSONValue = .object([
        "alg": .string("RS256"), "kid": .string("RSA_0"), "typ": .string("JWT"),
    ])

    private static func claims(
        _ changed: [String: JSONValue] = [:], aws changedAWS: [String: JSONValue] = [:]
    ) -> JSONValue {
        let aws: [String: JSONValue] = [
            "aws_account": .string("123456789012"), "source_region": .string("us-east-1"), "org_id": .string("o-1"),
            "principal_id": .string("arn:aws:iam::123456789012:role/app"),
        ]
        let claims: [String: JSONValue] = [
            "aud": .string("https://api.example.com"), "sub": .string("arn:aws:iam::123456789012:role/app"),
            "iss": .string("https://a.tokens.sts.global.api.aws"), "iat": .integer(1), "exp": .integer(2),
            "jti": .string("a"),
            ClaimName.awsNamespace: .object(aws.merging(changedAWS) { $1 }),
        ]
        return .object(claims.merging(changed) { $1 })
    }

    private static func diff(header: JSONValue = header, _ new: JSONValue) -> ClaimDiff {
        ClaimDiff(header: (Self.header, header), claims: (claims(), new))
    }

    @Test("A renewed token of the same principal raises no alarm")
    func renewed() {
        let diff = Self.diff(
            Self.claims(
                ["iat": .integer(3), "exp": .integer(4), "jti": .string("b")],
                aws: ["original_session_exp": .string("x")]))
        #expect(diff.changes.map(\.name.name) == ["iat", "exp", "jti", "original_session_exp"])
        #expect(diff.changes.allSatisfy { $0.change == .expected })
        #expect(!diff.isIdentityChanged)
    }

    @Test(
        "Whoever reads the token sees somebody else",
        arguments: [
            claims(["sub": .string("arn:aws:iam::123456789012:role/other")]), claims(["iss": .string("https://b")]),
            claims(aws: ["aws_account": .string("210987654321")]), claims(aws: ["source_region": .string("eu-west-1")]),
            claims(aws: ["org_id": .string("o-2")]),
            claims(aws: ["principal_tags": .object(["team": .string("core")])]),
            claims(aws: ["request_tags": .object(["team": .string("core")])]),
        ])
    func identity(new: JSONValue) {
        #expect(Self.diff(new).identityChanges.count == 1)
    }

    @Test("Another algorithm is an alarm, another key a note")
    func header() {
        let other: JSONValue = .object(["alg": .string("ES384"), "kid": .string("EC384_0"), "typ": .string("JWT")])
        let changes = Self.diff(header: other, Self.claims()).changes
        #expect(changes.map(\.change) == [.identity, .note])
        #expect(changes.map(\.name) == [.header("alg"), .header("kid")])
    }

    @Test("A member that came or went is shown with one side missing; an empty object is as good as none")
    func missing() throws {
        let diff = Self.diff(
            Self.claims(aws: ["request_tags": .object([:]), "lambda_source_function_arn": .string("f")]))
        let change = try #require(diff.changes.first)
        #expect(diff.changes.count == 1)
        #expect(change.old == nil && change.new == .string("f") && change.change == .note)
    }

    @Test("Members come in the order in which a token is read")
    func order() {
        let names = Self.diff(Self.claims(["zulu": .null, "alpha": .bool(true)])).entries.map(\.name.name)
        #expect(
            names == [
                "alg", "kid", "typ", "aud", "sub", "iss", "iat", "exp", "jti", "alpha", "zulu", "aws_account", "org_id",
                "principal_id", "source_region",
            ])
    }

    @Test("Claims that are no object, or whose AWS part is none, are compared as they are")
    func odd() {
        let odd = ClaimDiff(
            header: (.null, .array([])), claims: (.object([ClaimName.awsNamespace: .string("a")]), .string("b")))
        #expect(odd.entries.map(\.name) == [.claim(ClaimName.awsNamespace)])
        #expect(odd.entries.map(\.change) == [.note])
    }
}
