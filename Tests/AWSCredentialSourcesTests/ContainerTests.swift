import AWSClient
import Synchronization
import Testing

@testable import AWSCredentialSources

@Suite("Credentials of a container")
struct ContainerTests {
    private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let tokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
    private static let token = "AWS_CONTAINER_AUTHORIZATION_TOKEN"

    private func ask(
        _ environment: [String: String], services: EmulatedServices = .init(), files: [String: String] = [:],
        _ check: (World, Result<AWSCredentials, CredentialError>) async throws -> Void
    ) async throws {
        try await World.run({ services.answer($0) }) { world in
            for (path, text) in files { try world.write(text, to: path) }
            try await check(world, await result(of: world.chain(environment)))
        }
    }

    @Test("The path of ECS is asked at its agent, past any proxy")
    func ecs() async throws {
        try await ask([Self.relative: "/v2/credentials/x?y=1"]) { world, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "container")
            #expect(keys.sessionToken?.exposed == "endpoint-token")
            #expect(keys.expiration == Timestamp.parse(EmulatedServices.end))
            #expect(keys.source == "container")
            let call = try #require(world.calls.first)
            #expect(call.line == "GET /v2/credentials/x?y=1")
            #expect(call.field("Accept") == "application/json")
            #expect(call.field("Authorization") == nil)
            #expect(world.direct.withLock { $0 } == ["169.254.170.2"])
            #expect(world.timeouts.withLock { $0 } == ["169.254.170.2": .seconds(2)])
        }
    }

    @Test("The authorization of a file is read anew each time, and beats that of the variable")
    func authorization() async throws {
        let services = EmulatedServices()
        try await World.run({ services.answer($0) }) { world in
            let chain = world.chain([
                Self.full: "http://169.254.170.23/v1/credentials", Self.tokenFile: "~/token", Self.token: "variable",
            ])
            for token in ["first", "second"] {
                try world.write(token, to: "token")
                let keys = try await chain.credentials()
                #expect(keys.accessKeyID == "container.\(token)")
            }
        }
        try await ask([Self.full: "http://169.254.170.23/v1", Self.token: "variable"]) { _, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "container.variable")
        }
    }

    @Test(
        "An authorization with a line break, or out of reach, is refused and sent nowhere",
        arguments: [
            ([token: "secret\r\nX: y"], [:], "line break"), ([token: "secret\n"], [:], "line break"),
            ([tokenFile: "~/token"], ["token": "secret\n"], "line break"),
            ([tokenFile: "~/token"], ["token": "sec\rret"], "line break"),
            ([tokenFile: "~/gone", token: "secret"], [:], "gone does not exist"),
        ] as [([String: String], [String: String], String)])
    func badAuthorization(variables: [String: String], files: [String: String], words: String) async throws {
        let environment = variables.merging([Self.full: "http://169.254.170.23/"]) { $1 }
        try await ask(environment, files: files) { world, result in
            guard case .failure(let error) = result else {
                Issue.record("keys in spite of \(words)")
                return
            }
            #expect(error.code == .failed)
            #expect(error.message.contains(words))
            #expect(!"\(error)".contains("secret"))
            #expect(world.calls.isEmpty)
        }
    }

    @Test(
        "Without TLS only hosts that stay on the machine are asked",
        arguments: [
            ("http://127.0.0.1/x", true), ("http://127.9.9.9:51679/x", true), ("http://[::1]:80/x", true),
            ("http://169.254.170.2/x", true), ("http://169.254.170.23/x", true), ("http://[fd00:ec2::23]/x", true),
            ("http://[FD00:EC2:0:0::0023]/x", true), ("http://[::ffff:127.0.0.1]/x", true),
            ("http://localhost:8080/x", true), ("http://LOCALHOST/x", true), ("https://10.0.0.1/x", true),
            ("https://any.example/x", true),
            ("http://10.0.0.1/x", false), ("http://169.254.169.254/x", false), ("http://169.254.170.22/x", false),
            ("http://[fd00:ec2::24]/x", false), ("http://[::2]/x", false), ("http://[::ffff:10.0.0.1]/x", false),
            ("http://agent.local/x", false), ("http://localhost.evil.example/x", false),
            ("http://127.0.0.1.evil.example/x", false),
            ("http://0x7f.1/x", false), ("http://1270.0.0.1/x", false),
        ])
    func hosts(url: String, isAllowed: Bool) async throws {
        try await World.run({ _ in .json(EmulatedServices.keys("any")) }) { world in
            let result = await result(of: world.chain([Self.full: url, Self.token: "secret"]))
            switch result {
            case .success: #expect(isAllowed)
            case .failure(let error):
                #expect(!isAllowed, "\(error)")
                #expect(world.calls.isEmpty)
                #expect(error.message.contains(Self.full))
            }
            let direct = world.direct.withLock { $0 }
            #expect(direct.isEmpty != (isAllowed && url.hasPrefix("http:")))
        }
    }

    @Test(
        "An address that is none is told of",
        arguments: [
            [relative: "@evil.example/"], [relative: ".evil.example"], [full: "ftp://127.0.0.1/"],
            [full: "127.0.0.1/x"],
            [full: "http:///x"], [full: "http://user:pass@127.0.0.1/"], [full: "http://127.0.0.1:99999/"],
            [full: "http://127.0.0.1/a b"],
        ])
    func badAddress(environment: [String: String]) async throws {
        try await ask(environment) { world, result in
            guard case .failure(let error) = result else {
                Issue.record("keys from nowhere")
                return
            }
            #expect(error.code == .incomplete)
            #expect(error.message.contains(environment.keys.first ?? "-"))
            #expect(world.calls.isEmpty)
        }
    }

    @Test(
        "What may pass is asked for three times, what may not once",
        arguments: [(500, 3), (503, 3), (429, 3), (400, 1), (401, 1), (404, 1), (204, 1)])
    func retries(status: Int, attempts: Int) async throws {
        try await World.run({ _ in .text(status, "endpoint-words") }) { world in
            let error = try #require(await failure(world.chain([Self.relative: "/"])))
            #expect(error.code == .failed)
            #expect(error.message == "169.254.170.2 answered \(status)")
            #expect(world.calls.count == attempts)
        }
    }

    @Test("A passing failure is passed over")
    func recovers() async throws {
        let count = Mutex(0)
        try await World.run({ _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number < 3 ? .text(503, "") : .json(EmulatedServices.keys("third"))
        }) { world in
            let keys = try await world.chain([Self.relative: "/"]).credentials()
            #expect(keys.accessKeyID == "third")
        }
    }

    @Test("An agent that gives no answer is named")
    func silent() async throws {
        try await World.run { world in
            world.dead.withLock { $0 = ["169.254.170.2": .connectionFailed(reason: "refused")] }
            let error = try #require(await failure(world.chain([Self.relative: "/"])))
            #expect(error.code == .failed)
            #expect(error.message == "169.254.170.2 gave no answer: connection failed: refused")
        }
    }

    @Test(
        "An answer that does not hold all that it must is told of, but not quoted",
        arguments: [
            ("topsecret", "is not JSON"), ("{}", "has no AccessKeyId"),
            (#"{"AccessKeyId": "a", "SecretAccessKey": "topsecret"}"#, "has no Token"),
            (#"{"AccessKeyId": "a", "SecretAccessKey": "topsecret", "Token": "t"}"#, "has no Expiration"),
            (
                #"{"AccessKeyId": "a", "SecretAccessKey": "topsecret", "Token": "t", "Expiration": "topsecret"}"#,
                "no readable date in Expiration"
            ),
        ])
    func badAnswer(body: String, words: String) async throws {
        try await World.run({ _ in .text(200, body) }) { world in
            let error = try #require(await failure(world.chain([Self.relative: "/"])))
            #expect(error.code == .failed)
            #expect(error.message.contains(words))
            #expect(!"\(error)".contains("topsecret"))
        }
    }

    @Test("The name localhost is never looked up: both loopback addresses are tried, and named as such")
    func localhost() async throws {
        try await World.run({ _ in .json(EmulatedServices.keys("local")) }) { world in
            world.dead.withLock { $0 = ["127.0.0.1:8080": .connectionFailed(reason: "refused")] }
            let keys = try await world.chain([Self.full: "http://localhost:8080/x"]).credentials()
            #expect(keys.accessKeyID == "local")
            #expect(Set(world.calls.map(\.host)) == ["[::1]:8080"])
        }
    }
}
