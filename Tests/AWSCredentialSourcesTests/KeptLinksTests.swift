import AWSClient
import AWSProfiles
import Foundation
import Synchronization
import Testing

@testable import AWSCredentialSources

@Suite("What a role stands on is kept")
struct KeptLinksTests {
    private static let environment = ["AWS_PROFILE": "outer", "PATH": "/usr/bin:/bin"]
    private static let keys = "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = base-secret\n"
    private static let outer =
        "[profile outer]\nsource_profile = inner\nrole_arn = arn:aws:iam::1:role/outer\n"
    private static let inner =
        "[profile inner]\nsource_profile = base\nrole_arn = arn:aws:iam::1:role/inner\nmfa_serial = mfa/me\n"

    /// A chain over an inner role that needs a code, and how often somebody was asked for one.
    private func chain(_ body: (World, DefaultCredentialChain, () -> Int) async throws -> Void) async throws {
        let services = EmulatedServices()
        let asked = Mutex(0)
        try await World.run({ services.answer($0) }) { world in
            try world.write(Self.outer + Self.inner, to: ".aws/config")
            try world.write(Self.keys, to: ".aws/credentials")
            let chain = world.chain(Self.environment) { context in
                context.askForCode = { _ in
                    asked.withLock { $0 += 1 }
                    return .code("123456")
                }
            }
            try await body(world, chain) { asked.withLock { $0 } }
        }
    }

    private func roles(_ world: World) -> [String] {
        world.calls.compactMap { $0.form("RoleArn")?.split(separator: "/").last.map(String.init) }
    }

    @Test("An outer role that is renewed does not ask for the inner role's code again")
    func code() async throws {
        try await chain { world, chain, asked in
            for _ in 1...3 { #expect(await failure(chain) == nil) }
            #expect(asked() == 1)
            #expect(roles(world) == ["inner", "outer", "outer", "outer"])
        }
    }

    @Test("The inner session is renewed a minute before it ends", arguments: [(61.0, 1), (60, 2)])
    func end(secondsLeft: Double, codes: Int) async throws {
        try await chain { world, chain, asked in
            _ = try await chain.credentials()
            world.now = try #require(Timestamp.parse(EmulatedServices.end)).addingTimeInterval(-secondsLeft)
            _ = try await chain.credentials()
            #expect(asked() == codes)
        }
    }

    @Test("A profile that says something else is asked anew; another profile's change is nothing to it")
    func changed() async throws {
        try await chain { world, chain, asked in
            _ = try await chain.credentials()
            try world.write(Self.outer + Self.inner + "[profile other]\nregion = eu-west-1\n", to: ".aws/config")
            _ = try await chain.credentials()
            #expect(asked() == 1)
            try world.write(Self.outer + Self.inner + "external_id = x\n", to: ".aws/config")
            _ = try await chain.credentials()
            #expect(asked() == 2)
        }
    }

    @Test("A refusal of what the chain ended with drops the inner session, one of other keys does not")
    func rejected() async throws {
        try await chain { _, chain, asked in
            let found = try await chain.credentials()
            await chain.rejected(AWSCredentials(accessKeyID: "AKIDOTHER", secretAccessKey: "s"))
            _ = try await chain.credentials()
            #expect(asked() == 1)
            await chain.rejected(found)
            _ = try await chain.credentials()
            #expect(asked() == 2)
        }
    }

    @Test("An inner session that STS no longer knows is dropped")
    func expired() async throws {
        let services = EmulatedServices()
        let refuses = Mutex(false)
        let asked = Mutex(0)
        try await World.run({ call in
            guard refuses.withLock({ $0 }) else { return services.answer(call) }
            var refusing = services
            refusing.refusal = (403, "ExpiredToken")
            return refusing.answer(call)
        }) { world in
            try world.write(Self.outer + Self.inner, to: ".aws/config")
            try world.write(Self.keys, to: ".aws/credentials")
            let chain = world.chain(Self.environment) { context in
                context.askForCode = { _ in
                    asked.withLock { $0 += 1 }
                    return .code("123456")
                }
            }
            _ = try await chain.credentials()
            refuses.withLock { $0 = true }
            let error = try #require(await failure(chain))
            #expect(error.message.contains("ExpiredToken"))
            refuses.withLock { $0 = false }
            _ = try await chain.credentials()
            #expect(asked.withLock { $0 } == 2)
        }
    }

    @Test("A program whose credentials have no end runs once", arguments: [true, false])
    func process(isOwnProfile: Bool) async throws {
        let services = EmulatedServices()
        try await World.run({ services.answer($0) }) { world in
            let runs = world.home.appending(path: "runs").path
            try world.write(
                """
                echo run >> '\(runs)'
                echo '{"Version": 1, "AccessKeyId": "AKIDPROC", "SecretAccessKey": "s"}'
                """, to: "print")
            let process = "credential_process = sh '\(world.home.appending(path: "print").path)'\n"
            let outer = "[profile outer]\nrole_arn = arn:aws:iam::1:role/outer\n"
            try world.write(
                isOwnProfile ? outer + process : outer + "source_profile = base\n[profile base]\n" + process,
                to: ".aws/config")
            let chain = world.chain(Self.environment)
            for _ in 1...3 {
                let keys = try await chain.credentials()
                #expect(keys.accessKeyID == "outer.over.AKIDPROC")
            }
            #expect(try String(contentsOfFile: runs, encoding: .utf8) == "run\n")
        }
    }
}
