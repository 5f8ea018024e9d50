import Testing

@testable import Diagnosis

@Suite("Challenges are read as they are sent")
struct ChallengeParserTests {
    typealias Parameter = AuthChallenge.Parameter

    private static func bearer(_ parameters: KeyValuePairs<String, String>) -> AuthChallenge {
        AuthChallenge(scheme: "Bearer", parameters: parameters.map { Parameter(name: $0.key, value: $0.value) })
    }

    @Test(
        "As the grammar has it",
        arguments: [
            ([], []),
            (["Bearer"], [AuthChallenge(scheme: "Bearer")]),
            ([#"Bearer realm="example""#], [bearer(["realm": "example"])]),
            (
                [#"Bearer realm="example", error="invalid_token", error_description="The access token expired""#],
                [
                    bearer([
                        "realm": "example", "error": "invalid_token", "error_description": "The access token expired",
                    ])
                ]
            ),
            (
                [#"Basic realm="simple", charset=UTF-8, Bearer error="invalid_token""#],
                [
                    AuthChallenge(
                        scheme: "Basic",
                        parameters: [
                            Parameter(name: "realm", value: "simple"), Parameter(name: "charset", value: "UTF-8"),
                        ]),
                    bearer(["error": "invalid_token"]),
                ]
            ),
            (
                ["Negotiate oYH1MIHyoAMKAQA=, NTLM", "Bearer"],
                [
                    AuthChallenge(scheme: "Negotiate", token68: "oYH1MIHyoAMKAQA="), AuthChallenge(scheme: "NTLM"),
                    AuthChallenge(scheme: "Bearer"),
                ]
            ),
            ([#"Bearer realm="a \"b\" \\ c""#], [bearer(["realm": #"a "b" \ c"#])]),
            (
                [#"bearer ERROR="x" , Scope = "a b""#],
                [
                    AuthChallenge(
                        scheme: "bearer",
                        parameters: [Parameter(name: "error", value: "x"), Parameter(name: "scope", value: "a b")])
                ]
            ),
        ] as [([String], [AuthChallenge])])
    func grammar(fields: [String], challenges: [AuthChallenge]) {
        #expect(ChallengeParser.challenges(in: fields) == challenges)
    }

    @Test(
        "As gateways write it",
        arguments: [
            // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
            (
                #"Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience""#,
                bearer([
                    "scope": "", "error": "invalid_token",
                    "error_description": "the token does not have a valid audience",
                ])
            ),
            // https://github.com/auth0/node-oauth2-jwt-bearer/blob/5a26b46a0a20824a4fb0f591df0322bee2b714c8/packages/oauth2-bearer/src/errors.ts
            (
                #"Bearer realm="api", error="invalid_token", error_description="unexpected "aud" value", scope="a""#,
                bearer([
                    "realm": "api", "error": "invalid_token", "error_description": #"unexpected "aud" value"#,
                    "scope": "a",
                ])
            ),
            (#"Bearer error="never ends, error_description=x"#, bearer(["error": "never ends, error_description=x"])),
            (
                #"Bearer error=invalid_token error_description=expired"#,
                bearer(["error": "invalid_token", "error_description": "expired"])
            ),
            (#", ,Bearer ,error="a",,"#, bearer(["error": "a"])),
            (#"Bearer realm="x\"#, bearer(["realm": "x"])),
        ])
    func wild(field: String, challenge: AuthChallenge) {
        #expect(ChallengeParser.challenges(in: [field]) == [challenge])
    }

    @Test("What has no meaning is passed over, and what has no end is cut")
    func hostile() {
        #expect(
            ChallengeParser.challenges(in: ["", " ", "=", "\"", "\u{0}\u{1b}[2J", "@@@"]).allSatisfy {
                $0.parameters.isEmpty
            })
        let many = ChallengeParser.challenges(in: [String(repeating: "A,", count: 20_000)])
        #expect(many.count == ChallengeParser.maximumChallenges)
        let parameters = ChallengeParser.challenges(in: ["B " + (0..<1_000).map { "p\($0)=v" }.joined(separator: ", ")])
        #expect(parameters.first?.parameters.count == ChallengeParser.maximumParameters)
        let quotes = ChallengeParser.challenges(in: ["B r=" + String(repeating: "\"", count: 100_000)])
        #expect((quotes.first?["r"]?.utf8.count ?? .max) <= ChallengeParser.maximumLength)
    }

    @Test("The description tells more than the code, and an empty one nothing")
    func reason() {
        #expect(Self.bearer(["error": "invalid_token", "error_description": "expired"]).reason == "expired")
        #expect(Self.bearer(["error": "invalid_token", "error_description": ""]).reason == "invalid_token")
        #expect(Self.bearer(["realm": "audience"]).reason == nil)
    }
}
