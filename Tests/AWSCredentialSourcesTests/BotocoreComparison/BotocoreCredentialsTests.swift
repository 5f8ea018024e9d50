import AWSClient
import Foundation
import Testing

@testable import AWSCredentialSources

@Suite("Whose credentials botocore finds on the same machine", .enabled(if: BotocoreOracle.isInstalled))
struct BotocoreCredentialsTests {
    private static let script = """
        #!/bin/sh
        printf '{"Version": 1, "AccessKeyId": "%s", "SecretAccessKey": "s"}' "$*"
        """

    @Test("Each answer is botocore's, but for the differences that are known", .timeLimit(.minutes(5)))
    func comparison() async throws {
        var services = EmulatedServices()
        services.end = "2099-01-01T00:00:00Z"
        let answering = services
        try await World.run({ answering.answer($0) }) { world in
            try prepare(world)
            let questions = ComparedMachine.all.map { question($0, in: world) }
            let answers = try await BotocoreCredentials.answers(to: questions, home: world.home.path)
            #expect(answers.count == ComparedMachine.all.count)
            for (machine, question) in zip(ComparedMachine.all, questions) {
                try world.write(question.config, to: ".aws/config")
                try world.write(question.credentials, to: ".aws/credentials")
                let ours = await answer(question, in: world)
                let theirs = answers[machine.name] ?? "missing"
                let words: Comment = "\(machine.name): \(ours) here, \(theirs) there"
                #expect((ours == theirs) == (machine.difference == nil), words)
            }
        }
    }

    private func prepare(_ world: World) throws {
        try world.write("web-token", to: "token")
        try world.write(Self.script, to: "print")
        let tool = world.home.appending(path: "print").path
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool)
        try world.write("", to: ".aws/config")
        for key in ["https://start", "corp"] {
            let token = #"{"accessToken": "access", "expiresAt": "2099-01-01T00:00:00Z"}"#
            try world.write(token, to: ".aws/sso/cache/\(sha1(key)).json")
        }
    }

    private func question(_ machine: ComparedMachine, in world: World) -> BotocoreCredentials.Question {
        let server = "http://127.0.0.1:\(world.port)"
        func fill(_ text: String) -> String {
            text.replacingOccurrences(of: "HOME", with: world.home.path)
                .replacingOccurrences(of: "SERVER", with: server)
        }
        let everywhere = [
            "AWS_DEFAULT_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": server, "AWS_ENDPOINT_URL_SSO": server,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": server + "/",
            // Many tests share two cores; who answers late must not count as away on either side.
            "AWS_METADATA_SERVICE_TIMEOUT": "30", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3",
        ]
        return BotocoreCredentials.Question(
            name: machine.name, environment: everywhere.merging(machine.environment.mapValues(fill)) { $1 },
            config: fill(machine.config), credentials: fill(machine.credentials))
    }

    private func answer(_ question: BotocoreCredentials.Question, in world: World) async -> String {
        switch await result(of: world.chain(question.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 })) {
        case .success(let keys): keys.accessKeyID
        case .failure(let error): error.code == .exhausted ? "-" : "error"
        }
    }

    @Test("Every known difference is shown by a machine")
    func differences() {
        let shown = Set(ComparedMachine.all.compactMap(\.difference))
        #expect(shown == Set(ComparedMachine.Difference.allCases))
    }
}
