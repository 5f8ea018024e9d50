import Foundation
import ProxyCore
import Testing
import TokenDecoding
import TokenVerification

@testable import EmulatedSTS

@Suite("The tools that people have, unchanged")
struct ToolTests {
    private static let audience = "https://api.example.com"
    private static let session = "arn:aws:sts::123456789012:assumed-role/worker/i-0abc"

    private func json(_ result: Tool.Result) throws -> JSONValue {
        #expect(result.status == 0, "\(result.errors)")
        return try #require(BoundedJSON.object(Array(result.output.utf8), maximumSize: 1 << 20))
    }

    @Test("The AWS CLI gets a token that verifies", .enabled(if: Tool.aws != nil), arguments: ["RS256", "ES384"])
    func cliToken(algorithm: String) async throws {
        let aws = try #require(Tool.aws)
        try await Emulation.run { emulation in
            let result = try await aws.run(
                [
                    "sts", "get-web-identity-token", "--audience", Self.audience, "--signing-algorithm", algorithm,
                    "--duration-seconds", "120", "--tags", "Key=team,Value=a b", "--output", "json",
                ], against: emulation)
            let answer = try json(result)
            let token = try await emulation.verify(answer["WebIdentityToken"]?.string ?? "", audience: Self.audience)
            #expect(token.header["alg"]?.string == algorithm)
            #expect(token.claims["https://sts.amazonaws.com/"]?["request_tags"]?["team"]?.string == "a b")
            #expect(answer["Expiration"]?.string?.isEmpty == false)
        }
    }

    @Test("The AWS CLI learns who it is", .enabled(if: Tool.aws != nil))
    func cliIdentity() async throws {
        let aws = try #require(Tool.aws)
        try await Emulation.run { emulation in
            let result = try await aws.run(["sts", "get-caller-identity", "--output", "json"], against: emulation)
            #expect(try json(result)["Arn"]?.string == Self.session)
        }
    }

    @Test("boto3 gets a token that verifies, and reads a refusal's code", .enabled(if: Tool.boto3 != nil))
    func boto3() async throws {
        let python = try #require(Tool.boto3)
        let script = """
            import boto3, json
            sts = boto3.client("sts")
            answer = sts.get_web_identity_token(
                Audience=["\(Self.audience)", "b"], SigningAlgorithm="ES384", DurationSeconds=120,
                Tags=[{"Key": "team", "Value": "a/b"}])
            try:
                sts.get_web_identity_token(Audience=["denied"], SigningAlgorithm="ES384")
                code = None
            except sts.exceptions.ClientError as error:
                code = error.response["Error"]["Code"]
            try:
                sts.get_web_identity_token(Audience=["b"], SigningAlgorithm="ES384", DurationSeconds=3600)
                modelled = None
            except sts.exceptions.SessionDurationEscalationException as error:
                modelled = error.response["ResponseMetadata"]["HTTPStatusCode"]
            print(json.dumps({
                "token": answer["WebIdentityToken"], "year": answer["Expiration"].year, "code": code,
                "modelled": modelled, "arn": sts.get_caller_identity()["Arn"]}))
            """
        try await Emulation.run({ $0.deniedAudiences = ["denied"] }) { emulation in
            let answer = try json(try await python.run(["-c", script], against: emulation))
            let token = try await emulation.verify(answer["token"]?.string ?? "", audience: Self.audience)
            #expect(token.claims["aud"] == .array([.string(Self.audience), .string("b")]))
            #expect((answer["year"]?.integer ?? 0) > 2_000)
            #expect(answer["code"]?.string == "AccessDenied")
            #expect(answer["modelled"]?.integer == 403)
            #expect(answer["arn"]?.string == Self.session)
        }
    }
}
