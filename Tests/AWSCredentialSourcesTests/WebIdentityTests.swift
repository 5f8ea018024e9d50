import AWSClient
import Testing

@testable import AWSCredentialSources

@Suite("Roles that a token in a file assumes")
struct WebIdentityTests {
    private static let environment = [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/pod",
    ]

    @Test("The call is not signed, names the session, and sends the file as it is now")
    func rereads() async throws {
        let services = EmulatedServices()
        try await World.run({ services.answer($0) }) { world in
            let chain = world.chain(Self.environment.merging(["AWS_ROLE_SESSION_NAME": "pod-1"]) { $1 })
            for token in ["first", "second"] {
                try world.write("\(token)\n", to: "token")
                let keys = try await chain.credentials()
                #expect(keys.accessKeyID == "pod.over.\(token)")
                #expect(keys.accountID == "123456789012")
            }
            let call = try #require(world.calls.last)
            #expect(call.form("Action") == "AssumeRoleWithWebIdentity")
            #expect(call.form("RoleSessionName") == "pod-1")
            #expect(call.field("Authorization") == nil)
        }
    }

    @Test(
        "A token file that cannot serve is named, and nothing is sent",
        arguments: [("", "is empty"), (" \n", "is empty"), ("\u{FF}", "is not text"), ("big", "is larger than 64 KiB")])
    func badFile(content: String, reason: String) async throws {
        try await World.run { world in
            switch content {
            case "big": try world.write(String(repeating: "x", count: 70_000), to: "token")
            case "\u{FF}": try world.write(bytes: [0xFF, 0xFE], to: "token")
            default: try world.write(content, to: "token")
            }
            let error = try #require(await failure(world.chain(Self.environment)))
            #expect(error.code == .failed)
            #expect(error.message.hasSuffix("token \(reason)"))
            #expect(error.remedy.contains("AWS_WEB_IDENTITY_TOKEN_FILE"))
            #expect(world.calls.isEmpty)
        }
    }

    @Test(
        "A refusal tells the role, the code, and what to do, but not the token",
        arguments: [
            (400, "ExpiredTokenException", "its token is over"), (400, "InvalidIdentityToken", "identity provider"),
            (403, "AccessDenied", "sts:AssumeRoleWithWebIdentity"),
        ])
    func refused(status: Int, code: String, remedy: String) async throws {
        var services = EmulatedServices()
        services.refusal = (status, code)
        let answering = services
        try await World.run({ answering.answer($0) }) { world in
            try world.write("web-secret", to: "token")
            let error = try #require(await failure(world.chain(Self.environment)))
            #expect(error.code == .failed)
            #expect(error.source == "web identity (role pod)")
            #expect(error.message.contains(code))
            #expect(error.remedy.contains(remedy))
            #expect(!"\(error)".contains("web-secret"))
        }
    }
}
