import AWSClient
import Synchronization
import Testing

@testable import AWSCredentialSources

@Suite("Where credentials are looked for")
struct PrecedenceTests {
    @Test("Who is asked first, and what ends the search", arguments: Machine.all)
    func precedence(machine: Machine) async throws {
        let services = machine.services
        try await World.run({ services.answer($0) }) { world in
            try world.write(machine.config, to: ".aws/config")
            try world.write(machine.credentials, to: ".aws/credentials")
            try world.write("web-token", to: "token")
            // The cache's file is named after the start URL.
            try world.write(
                #"{"accessToken": "access", "expiresAt": "2026-11-21T20:00:00Z"}"#,
                to: ".aws/sso/cache/\(sha1("https://start")).json")
            var environment = machine.environment
            environment["PATH"] = "/usr/bin:/bin"
            let chain = world.chain(environment)
            let result = await result(of: chain)
            switch (machine.outcome, result) {
            case (.keys(let id, let source), .success(let keys)):
                #expect(keys.accessKeyID == id)
                #expect(keys.source == source)
            case (.error(let code, let text), .failure(let error)):
                #expect(error.code == code)
                #expect("\(error)".contains(text), "\(error)")
            default: Issue.record("\(result)")
            }
        }
    }

    @Test("The error of an empty search lists each source and why it gave nothing, in the order of the search")
    func exhausted() async throws {
        try await World.run { world in
            world.dead.withLock { $0 = ["169.254.169.254": .timeout] }
            let error = try #require(await failure(world.chain(["AWS_ACCESS_KEY_ID": "AKID"])))
            #expect(error.code == .exhausted)
            #expect(
                error.causes.map(\.source) == [
                    "environment", "web identity", "profile default", "container", "EC2 instance role",
                ])
            #expect(error.causes[0].message == "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
            #expect(error.causes[2].message == "the shared files have no such profile")
            #expect(error.causes[4].message.contains("hop limit"))
            for word in ["aws configure sso", "export AWS_ACCESS_KEY_ID", "jotop demo"] {
                #expect(error.remedy.contains(word))
            }
        }
    }

    @Test(
        "A half pair in a profile ends the search, wherever in a chain it stands",
        arguments: [
            ("[default]\naws_secret_access_key = hidden\n", "default", "aws_access_key_id"),
            ("[default]\naws_access_key_id = AKID\ncredential_process = true\n", "default", "aws_secret_access_key"),
            (
                "[default]\nrole_arn = r\nsource_profile = base\n[base]\naws_access_key_id = AKID\n", "base",
                "aws_secret_access_key"
            ),
        ])
    func halfPair(file: String, profile: String, missing: String) async throws {
        try await World.run({ EmulatedServices().answer($0) }) { world in
            try world.write(file, to: ".aws/credentials")
            let error = try #require(await failure(world.chain([:])))
            #expect(error.code == .incomplete)
            #expect(error.source == "profile \(profile)")
            #expect(error.message.hasSuffix("but not \(missing)"))
            #expect(!"\(error)".contains("hidden"))
            #expect(world.calls.isEmpty)
        }
    }

    @Test("A role that nothing assumes is told of")
    func roleAlone() async throws {
        try await World.run { world in
            try world.write("[default]\nrole_arn = arn:aws:iam::1:role/a\n", to: ".aws/config")
            let error = try #require(await failure(world.chain(["AWS_EC2_METADATA_DISABLED": "true"])))
            #expect(error.causes[2].message == "it has role_arn, but neither source_profile nor credential_source")
        }
    }

    @Test("The files are read anew for each search")
    func rereads() async throws {
        try await World.run { world in
            let chain = world.chain(["AWS_EC2_METADATA_DISABLED": "true"])
            let before = await failure(chain)
            #expect(before?.code == .exhausted)
            try world.write(Machine.defaultKeys, to: ".aws/credentials")
            let after = try await chain.credentials()
            #expect(after.accessKeyID == "AKIDDEFAULT")
        }
    }
}
