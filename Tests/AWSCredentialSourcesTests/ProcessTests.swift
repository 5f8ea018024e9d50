import AWSClient
import Foundation
import Testing

@testable import AWSCredentialSources

@Suite("credential_process")
struct ProcessTests {
    private static let path = ["PATH": "/usr/bin:/bin", "AWS_PROFILE": "dev"]
    private static let good =
        #"{"Version": 1, "AccessKeyId": "ASIA", "SecretAccessKey": "secret", "SessionToken": "token", "#
        + #""Expiration": "2026-11-21T13:00:00Z", "AccountId": "123456789012"}"#

    /// Runs `command` in a home that holds `script`, which prints what it is told to.
    private func run(
        _ command: String, script: String = "", environment: [String: String] = path, limit: Duration = .seconds(60),
        _ check: (World, Result<AWSCredentials, CredentialError>) async throws -> Void
    ) async throws {
        try await World.run { world in
            try world.write("#!/bin/sh\n\(script)\n", to: "my tools/print")
            let tool = world.home.appending(path: "my tools/print").path
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool)
            try world.write(Self.good, to: "good.json")
            let line = command.replacingOccurrences(of: "TOOL", with: tool)
                .replacingOccurrences(of: "HOME", with: world.home.path)
            try world.write("[profile dev]\ncredential_process = \(line)\n", to: ".aws/config")
            try await check(world, await result(of: world.chain(environment) { $0.processLimit = limit }))
        }
    }

    @Test("What the program prints is taken, with all that it says")
    func good() async throws {
        try await run("cat HOME/good.json") { _, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "ASIA")
            #expect(keys.secretAccessKey.exposed == "secret")
            #expect(keys.sessionToken?.exposed == "token")
            #expect(keys.expiration == Timestamp.parse("2026-11-21T13:00:00Z"))
            #expect(keys.accountID == "123456789012")
            #expect(keys.source == "profile dev (credential_process)")
        }
    }

    @Test("Keys without a token and without an end are long-lived")
    func longLived() async throws {
        let script = #"echo '{"Version": 1, "AccessKeyId": "AKID", "SecretAccessKey": "s", "Expiration": null}'"#
        try await run("'TOOL' x", script: script) { _, result in
            let keys = try result.get()
            #expect(keys.sessionToken == nil && keys.expiration == nil && keys.accountID == nil)
        }
    }

    @Test(
        "The shell reads the line: quotes, variables and several commands work",
        arguments: [
            "'TOOL' 'a b' \"c d\"", "\"TOOL\" \"a b\" 'c d'", "X='a b'; 'TOOL' \"$X\" \"${Y:-c d}\"",
            "exec 'TOOL' a\\ b c\\ d",
        ])
    func quotes(line: String) async throws {
        let script = #"printf '{"Version":1,"AccessKeyId":"%s|%s|%s","SecretAccessKey":"s"}' "$#" "$1" "$2""#
        try await run(line, script: script) { _, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "2|a b|c d")
        }
    }

    @Test("The program has our environment, no input and no terminal")
    func surroundings() async throws {
        let script = """
            if read line || tty -s || (: </dev/tty) 2>/dev/null; then exit 9; fi
            printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"s"}' "$COLOUR"
            """
        try await run("'TOOL' x", script: script, environment: Self.path.merging(["COLOUR": "blue"]) { $1 }) {
            _, result in
            let keys = try result.get()
            #expect(keys.accessKeyID == "blue")
        }
    }

    @Test(
        "A program that fails is named, with its status, and nothing of what it prints",
        arguments: [
            ("'TOOL' --password topsecret", "echo topsecret; echo topsecret >&2; exit 3", "print ended with status 3"),
            ("TOKEN=topsecret 'TOOL' x", "exit 4", "print ended with status 4"),
            ("/gone/tool", "", "/gone/tool ended with status 127: there is no such program"),
            ("HOME/good.json", "", "good.json ended with status 126: it may not be run"),
            ("'TOOL' x", "kill -9 $$", "print ended with status 137"),
            ("exec 'TOOL' x", "kill -9 $$", "was killed by signal 9"),
            ("'TOOL' x", "echo topsecret", "print printed something else than JSON"),
            ("'TOOL' x", "", "print printed something else than JSON"),
            ("'TOOL' x", "echo '[\"topsecret\"]'", "Version is not 1"),
            ("'TOOL' x", #"echo '{"AccessKeyId":"a","SecretAccessKey":"topsecret"}'"#, "Version is not 1"),
            (
                "'TOOL' x", #"echo '{"Version":"1","AccessKeyId":"a","SecretAccessKey":"topsecret"}'"#,
                "Version is not 1"
            ),
            ("'TOOL' x", #"echo '{"Version":2,"AccessKeyId":"a","SecretAccessKey":"topsecret"}'"#, "Version is not 1"),
            ("'TOOL' x", #"echo '{"Version":1,"SecretAccessKey":"topsecret"}'"#, "has no AccessKeyId"),
            ("'TOOL' x", #"echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":""}'"#, "has no SecretAccessKey"),
            (
                "'TOOL' x", #"echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"topsecret"}'"#,
                "no readable date in Expiration"
            ),
            ("'TOOL' x", "head -c 70000 /dev/zero", "printed more than 64 KiB"),
            ("'TOOL' x", "cat /dev/zero", "printed more than 64 KiB"),
        ])
    func fails(line: String, script: String, words: String) async throws {
        try await run(line, script: script) { _, result in
            guard case .failure(let error) = result else {
                Issue.record("keys in spite of: \(words)")
                return
            }
            #expect(error.code == .failed)
            #expect(error.message.contains(words), "\(error)")
            #expect(error.remedy == "run the credential_process of profile dev by hand, and see what it says")
            #expect(!"\(error)".contains("topsecret"))
        }
    }

    @Test("Output of just under 64 KiB is read whole")
    func large() async throws {
        let script =
            #"printf '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Padding":"'; head -c 65000 /dev/zero | tr '\0' x; printf '"}'"#
        try await run("'TOOL' x", script: script) { _, result in _ = try result.get() }
    }

    @Test("A program that takes too long is ended, with all that it started", .timeLimit(.minutes(5)))
    func tooLong() async throws {
        try await World.run { world in
            let pipe = world.home.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            // Shell and sleep both hold the pipe open for as long as they live.
            try world.write("exec 3>\"$PIPE\"\ntrap '' TERM\nsleep 600 &\necho started >&3\nwait\n", to: "slow")
            try world.write("[profile dev]\ncredential_process = sh \(world.home.path)/slow\n", to: ".aws/config")
            let (started, signal) = AsyncStream<Void>.makeStream()
            let ended = Task { await Self.end(of: pipe) { signal.finish() } }
            let chain = world.chain(Self.path.merging(["PIPE": pipe]) { $1 }) { context in
                context.surroundings.sleep = { _ in for await _ in started {} }
            }
            let error = try #require(await failure(chain))
            #expect(error.message == "the program sh took too long")
            let text = await ended.value
            #expect(text == "started\n")
        }
    }

    /// Reads a pipe until nobody holds it open any more.
    private static func end(of pipe: String, whenStarted: @escaping @Sendable () -> Void) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let handle = FileHandle(forReadingAtPath: pipe)
                var bytes = (try? handle?.read(upToCount: 1)) ?? Data()
                whenStarted()
                bytes += (try? handle?.readToEnd()) ?? Data()
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    @Test("A search that is cancelled ends the program, too, with all that it started", .timeLimit(.minutes(5)))
    func cancelled() async throws {
        try await World.run { world in
            let pipe = world.home.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            try world.write("exec 3>\"$PIPE\"\nsleep 600 &\necho started >&3\nwait\n", to: "slow")
            try world.write("[profile dev]\ncredential_process = sh \(world.home.path)/slow\n", to: ".aws/config")
            let (started, signal) = AsyncStream<Void>.makeStream()
            let ended = Task { await Self.end(of: pipe) { signal.finish() } }
            let chain = world.chain(Self.path.merging(["PIPE": pipe]) { $1 })
            let search = Task { await failure(chain) }
            for await _ in started {}
            search.cancel()
            let error = try #require(await search.value)
            #expect(error.message == "the program sh was interrupted")
            // The pipe ends when the last of them is gone, which is long before ten minutes have passed.
            let text = await ended.value
            #expect(text == "started\n")
        }
    }

    @Test(
        "The program's name is its first word, without quotes, variables and arguments",
        arguments: [
            ("tool --secret x", "tool"), ("\"/opt/my tools/print\" x", "/opt/my tools/print"), ("  'a b' c", "a b"),
            ("KEY=hidden tool", "tool"), ("A=1 B='x y' tool z", "tool"), ("", "sh"), ("KEY=hidden", "sh"),
            ("KEY=hidden ", "sh"),
        ])
    func names(line: String, name: String) {
        #expect(ProcessCommand(line: line).program == name)
    }
}
