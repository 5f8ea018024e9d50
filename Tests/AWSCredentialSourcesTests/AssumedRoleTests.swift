import AWSClient
import Foundation
import Synchronization
import Testing

@testable import AWSCredentialSources

@Suite("Roles that other credentials assume")
struct AssumedRoleTests {
    private static let environment = ["AWS_PROFILE": "dev"]
    private static let keys = "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = base-secret\n"
    private static let role =
        "[profile dev]\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/app/reader\n"

    /// Runs a chain over a profile `dev` with more lines, and tells what STS was asked.
    private func assume(
        _ lines: String = "", _ services: EmulatedServices = EmulatedServices(),
        ask: (@Sendable (String) async -> CodeAnswer)? = nil
    ) async throws -> (result: Result<AWSCredentials, CredentialError>, call: World.Call?) {
        try await World.run({ services.answer($0) }) { world in
            try world.write(Self.role + lines, to: ".aws/config")
            try world.write(Self.keys, to: ".aws/credentials")
            let result = await result(of: world.chain(Self.environment) { $0.askForCode = ask })
            return (result, world.calls.first)
        }
    }

    @Test("Every setting of the profile goes into the call, and its answer into the credentials")
    func settings() async throws {
        let (result, call) = try await assume(
            "external_id = ex/1\nrole_session_name = me@home\nduration_seconds = 3600\n")
        let sent = try #require(call)
        #expect(sent.form("Action") == "AssumeRole")
        #expect(sent.form("RoleArn") == "arn:aws:iam::123456789012:role/app/reader")
        #expect(sent.form("ExternalId") == "ex/1")
        #expect(sent.form("RoleSessionName") == "me@home")
        #expect(sent.form("DurationSeconds") == "3600")
        #expect(sent.form("SerialNumber") == nil)
        #expect(sent.signer == "AKIDBASE")
        let keys = try result.get()
        #expect(keys.accessKeyID == "reader.over.AKIDBASE")
        #expect(keys.sessionToken?.exposed == "role-token")
        #expect(keys.expiration == Timestamp.parse(EmulatedServices.end))
        #expect(keys.accountID == "123456789012")
        #expect(keys.source == "profile dev (role reader over profile base)")
    }

    @Test(
        "The duration is the Go SDK's: 900 s, unless more than 15 whole minutes are asked for",
        arguments: [
            ("", "900"), ("900", "900"), ("959", "900"), ("960", "960"), ("43200", "43200"), ("0", "900"),
            ("-5", "900"),
            ("1h", "900"), ("99999999999999999999", "900"),
        ])
    func duration(setting: String, sent: String) async throws {
        let (_, call) = try await assume(setting.isEmpty ? "" : "duration_seconds = \(setting)\n")
        #expect(call?.form("DurationSeconds") == sent)
    }

    @Test("A session that nobody named gets a name that STS accepts")
    func sessionName() async throws {
        let (_, call) = try await assume()
        let name = try #require(call?.form("RoleSessionName"))
        #expect(name == "jotop-1795262400000")
        #expect(name.wholeMatch(of: /[\w+=,.@-]{2,64}/) != nil)
    }

    @Test("The code of an MFA device is asked for with its serial number, and sent")
    func mfa() async throws {
        let asked = Mutex<[String]>([])
        let (result, call) = try await assume(
            "mfa_serial = arn:aws:iam::1:mfa/me\n",
            ask: { serial in
                asked.withLock { $0.append(serial) }
                return .code("123456")
            })
        _ = try result.get()
        #expect(asked.withLock { $0 } == ["arn:aws:iam::1:mfa/me"])
        #expect(call?.form("SerialNumber") == "arn:aws:iam::1:mfa/me")
        #expect(call?.form("TokenCode") == "123456")
    }

    @Test(
        "Without a code the role is refused before anything is sent, and the words tell why there is none",
        arguments: [
            (nil, "no terminal to ask on", "start jotop on a terminal"),
            (.noTerminal, "no terminal to ask on", "aws configure export-credentials --profile dev"),
            (.noAnswer, "profile dev wants a code of the MFA device GAHT123, and none was given", "type the code"),
            (
                .closed, "the session that needed a code of the MFA device GAHT123 ended",
                "quit and start jotop again, it asks for a new code"
            ),
        ] as [(CodeAnswer?, String, String)])
    func mfaRefused(answer: CodeAnswer?, message: String, remedy: String) async throws {
        let ask = answer.map { answer in { @Sendable (_: String) async -> CodeAnswer in answer } }
        let (result, call) = try await assume("mfa_serial = GAHT123\n", ask: ask)
        guard case .failure(let error) = result else {
            Issue.record("a session without a code")
            return
        }
        #expect(call == nil)
        #expect(error.code == .loginNeeded)
        #expect(error.message.contains(message))
        #expect(error.remedy.contains(remedy))
    }

    @Test("A code that STS refuses is told of as such")
    func wrongCode() async throws {
        var services = EmulatedServices()
        services.refusal = (403, "AccessDenied")
        services.refusalMessage = "MultiFactorAuthentication failed with invalid MFA one time pass code."
        let (result, _) = try await assume("mfa_serial = GAHT123\n", services) { _ in .code("123456") }
        guard case .failure(let error) = result else {
            Issue.record("a session with a wrong code")
            return
        }
        #expect(error.remedy == "the code is wrong, or was used already: wait for the next one")
    }

    @Test(
        "A refusal tells the role, the code, and what to do",
        arguments: [
            (
                403, "AccessDenied",
                "allow sts:AssumeRole on arn:aws:iam::123456789012:role/app/reader to the identity of"
            ),
            (403, "ExpiredToken", "renew the credentials of profile base"),
            (403, "InvalidClientTokenId", "renew the credentials of profile base"),
            (400, "ValidationError", "role_arn and the other settings of profile dev"),
            (403, "RegionDisabledException", "STS is switched off for eu-west-1"),
            (403, "SignatureDoesNotMatch", "the secret key does not belong to the access key id"),
        ])
    func refused(status: Int, code: String, remedy: String) async throws {
        var services = EmulatedServices()
        services.refusal = (status, code)
        let (result, _) = try await assume("", services)
        guard case .failure(let error) = result else {
            Issue.record("a session in spite of \(code)")
            return
        }
        #expect(error.code == .failed)
        #expect(error.message.contains("AssumeRole of arn:aws:iam::123456789012:role/app/reader failed"))
        #expect(error.message.contains(code))
        #expect(error.remedy.contains(remedy))
        #expect(!"\(error)".contains("base-secret"))
    }
}
