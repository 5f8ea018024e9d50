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

    @Test("The AWS CLI assumes a role", .enabled(if: Tool.aws != nil))
    func cliAssumeRole() async throws {
        let aws = try #require(Tool.aws)
        var role = Emulation.reader
        role.trusted = [Emulation.role.arn]
        try await Emulation.run({ [role] in $0.roles = [role] }) { emulation in
            let arguments = [
                "sts", "assume-role", "--role-arn", role.arn, "--role-session-name", "cli", "--output", "json",
            ]
            let answer = try json(try await aws.run(arguments, against: emulation))
            #expect(
                answer["AssumedRoleUser"]?["Arn"]?.string == "arn:aws:sts::123456789012:assumed-role/reader/cli")
            #expect(answer["Credentials"]?["AccessKeyId"]?.string?.hasPrefix("ASIA") == true)
            let longer = try await aws.run(arguments + ["--duration-seconds", "3601"], against: emulation)
            #expect(longer.status != 0)
            #expect(longer.errors.contains("role chaining"))
        }
    }

    @Test("boto3 begins sessions by both ways and signs with them, and asks IAM", .enabled(if: Tool.boto3 != nil))
    func boto3Sessions() async throws {
        let python = try #require(Tool.boto3)
        var role = Emulation.reader
        role.trusted = [Emulation.role.arn]
        role.trustsWebIdentity = true
        let script = """
            import boto3, json
            sts = boto3.client("sts")
            def caller(answer):
                keys = answer["Credentials"]
                client = boto3.client("sts", aws_access_key_id=keys["AccessKeyId"],
                    aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
                return client.get_caller_identity()["Arn"]
            assumed = sts.assume_role(RoleArn="\(role.arn)", RoleSessionName="boto")
            web = sts.assume_role_with_web_identity(
                RoleArn="\(role.arn)", RoleSessionName="web", WebIdentityToken="good-token")
            try:
                sts.assume_role_with_web_identity(
                    RoleArn="\(role.arn)", RoleSessionName="web", WebIdentityToken="stale-token")
                code = None
            except sts.exceptions.ExpiredTokenException as error:
                code = error.response["Error"]["Code"]
            iam = boto3.client("iam", endpoint_url="ENDPOINT")
            print(json.dumps({
                "assumed": caller(assumed), "web": caller(web), "code": code,
                "subject": web["SubjectFromWebIdentityToken"], "zone": str(assumed["Credentials"]["Expiration"].tzinfo),
                "enabled": iam.get_outbound_web_identity_federation_info()["JwtVendingEnabled"]}))
            """
        try await Emulation.run({ [role] configuration in
            configuration.roles = [role]
            configuration.webIdentities = ["good-token": .subject("pod"), "stale-token": .expired]
        }) { emulation in
            let program = script.replacing("ENDPOINT", with: emulation.sts.endpoint)
            let answer = try json(try await python.run(["-c", program], against: emulation))
            #expect(answer["assumed"]?.string == "arn:aws:sts::123456789012:assumed-role/reader/boto")
            #expect(answer["web"]?.string == "arn:aws:sts::123456789012:assumed-role/reader/web")
            #expect(answer["code"]?.string == "ExpiredTokenException")
            #expect(answer["subject"]?.string == "pod")
            #expect(answer["enabled"] == .bool(true))
        }
    }
}
