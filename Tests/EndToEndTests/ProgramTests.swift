import Foundation
import JotopTestSupport
import ProxyCore
import Testing

/// The built program, as people start it.
@Suite("The program", .timeLimit(.minutes(3)))
struct ProgramTests {
    @Test("The demo mints, hits, refreshes, is denied, and stops by itself")
    func demo() async throws {
        let outcome = try await JotopProgram.run(["demo", "--headless", "--for", "13s"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("STS calls"))
        let events = try outcome.output.split(separator: "\n").map { try JSONValue.parsed(String($0)) }
        func count(_ type: String, where isMeant: (JSONValue) -> Bool = { _ in true }) -> Int {
            events.count { $0["type"]?.string == type && isMeant($0) }
        }
        #expect(count("listening") == 1)
        #expect(count("token.minted") >= 4)
        #expect(count("token.refreshed") >= 1)
        #expect(count("token.failed") { $0["error"]?.string == "AccessDenied" } >= 1)
        #expect(count("flow.completed") { $0["token"]?.string == "hit" && $0["status"]?.integer == 200 } >= 4)
        #expect(count("flow.completed") { $0["status"]?.integer == 401 } >= 1)
        #expect(count("flow.failed") { $0["error"]?.string == "upstream_unavailable" } >= 1)
        #expect(count("flow.failed") { $0["error"]?.string == "token_unavailable" } >= 1)
    }

    @Test(
        "The emulated STS, a token from it, its decoding, and a proxy between them work together by the variables it prints"
    )
    func together() async throws {
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, _ in
            let environment = try await Self.exports(lines)
            let audience = ["token", "--audience", "urn:x"]
            let raw = try await JotopProgram.run(audience + ["--raw"], environment: environment)
            #expect(raw.status == 0)
            #expect(raw.output.split(separator: ".").count == 3)
            let shown = try await JotopProgram.run(audience, environment: environment)
            #expect(try JSONValue.parsed(shown.output)["claims"]?["aud"]?.string == "urn:x")
            let decoded = try await JotopProgram.run(["decode"], input: "Authorization: Bearer \(raw.output)")
            #expect(decoded.status == 0)
            let left = try #require(try JSONValue.parsed(decoded.output)["seconds_left"]?.integer)
            #expect((3500...3600).contains(left))
            let signature = try #require(raw.output.split(separator: ".").last).dropLast()
            #expect(!decoded.output.contains(signature) && !shown.output.contains(signature))
        }
    }

    @Test("What HTTP_PROXY names stands between the proxy and its upstreams")
    func throughProxy() async throws {
        let hop = try await RawServer.start()
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, _ in
            var environment = try await Self.exports(lines)
            environment["HTTP_PROXY"] = "http://127.0.0.1:\(hop.port)"
            environment["LISTEN_ADDR"] = "127.0.0.1:0"
            let flags = ["--upstream-host", "api.example.invalid", "--upstream-scheme", "http"]
            try await JotopProgram.with(flags, environment: environment) { lines, process in
                for await line in lines {
                    let event = try JSONValue.parsed(line)
                    guard let port = event["address"]?.string?.split(separator: ":").last.flatMap({ Int($0) }) else {
                        continue
                    }
                    let client = try await RawConnection.connect(to: port)
                    try await client.write("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    let server = try await hop.accept()
                    let request = await server.readMessage()
                    #expect(request.hasPrefix("GET http://api.example.invalid/x HTTP/1.1\r\n"))
                    #expect(request.contains("\r\nAuthorization: Bearer ey"))
                    process.terminate()
                    break
                }
                process.waitUntilExit()
            }
        }
    }

    @Test("A proxy on its own writes log lines where there is no terminal, and ends with 0 on SIGTERM")
    func headless() async throws {
        let environment = [
            "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1", "LISTEN_ADDR": "127.0.0.1:0",
        ]
        let upstream = try await RawServer.start()
        try await JotopProgram.with(["--log-level", "debug"], environment: environment) { lines, process in
            var seen: [String] = []
            for await line in lines {
                let event = try JSONValue.parsed(line)
                seen.append(event["type"]?.string ?? "")
                if let port = event["address"]?.string?.split(separator: ":").last.flatMap({ Int($0) }) {
                    let client = try await RawConnection.connect(to: port)
                    try await client.write(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
                    #expect(await client.readMessage().hasSuffix("token unavailable"))
                }
                if event["type"]?.string == "flow.failed" { process.terminate() }
            }
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
            #expect(seen.contains("credentials.failed"))
            #expect(seen.contains("token.failed"))
        }
    }

    @Test(
        "A first signal lets requests in flight finish, a second ends the program at once",
        arguments: [SIGTERM, SIGINT])
    func secondSignal(_ signal: Int32) async throws {
        let sts = try await RawServer.start()
        let environment = [
            "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(sts.port)",
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "LISTEN_ADDR": "127.0.0.1:0",
        ]
        try await JotopProgram.with(["--log-level", "debug"], environment: environment) { lines, process in
            for await line in lines {
                let event = try JSONValue.parsed(line)
                guard let port = event["address"]?.string?.split(separator: ":").last.flatMap({ Int($0) }) else {
                    continue
                }
                let client = try await RawConnection.connect(to: port)
                try await client.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: a.example\r\n\r\n")
                // STS is asked, and says nothing: the request stays in flight.
                _ = try await sts.accept()
                kill(process.processIdentifier, signal)
                while (try? await RawConnection.connect(to: port)) != nil { await Task.yield() }
                #expect(process.isRunning)
                kill(process.processIdentifier, signal)
                break
            }
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 128 + signal)
        }
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        var environment: [String: String] = ["AWS_REGION": "us-east-1"]
        var input = ""
        let status: Int32
        let says: [String]
        var testDescription: String { "jotop \(arguments.joined(separator: " "))" }
    }

    static let mistakes: [Mistake] = [
        Mistake(arguments: ["--no-such-flag"], status: 64, says: ["--no-such-flag"]),
        Mistake(arguments: ["--token-duration", "5s"], status: 64, says: ["--token-duration '5s'", "60s to 1h"]),
        Mistake(
            arguments: [], environment: ["AWS_REGION": "us-east-1", "UPSTREAM_SCHEME": "gopher"], status: 64,
            says: ["UPSTREAM_SCHEME", "http or https"]),
        Mistake(arguments: ["--headless"], environment: [:], status: 1, says: ["region", "AWS_REGION"]),
        Mistake(arguments: ["--config", "/nonexistent.yaml"], status: 64, says: ["--config", "/nonexistent.yaml"]),
        Mistake(arguments: ["--record", "/nonexistent/x"], status: 64, says: ["--record"]),
        Mistake(
            arguments: ["--upstream-ca", "/dev/null", "--listen-addr", "127.0.0.1:0"], status: 1,
            says: ["--upstream-ca /dev/null", "PEM"]),
        Mistake(
            arguments: ["--tls-cert", "c.pem"], status: 64, says: ["--tls-cert 'c.pem'", "--tls-key is missing"]),
        Mistake(
            arguments: ["--tls-cert", "/dev/null", "--tls-key", "/dev/null", "--listen-addr", "127.0.0.1:0"], status: 1,
            says: ["--tls-cert /dev/null: there is no certificate"]),
        Mistake(arguments: ["demo", "--for", "soon"], status: 64, says: ["--for 'soon'", "10s"]),
        Mistake(arguments: ["sts", "--listen-addr", "nowhere"], status: 64, says: ["--listen-addr 'nowhere'"]),
        Mistake(arguments: ["decode", "not-a-token"], status: 1, says: ["no JWT", "three parts"]),
        Mistake(arguments: ["decode"], status: 1, says: ["no token given"]),
        Mistake(arguments: ["decode"], input: "a.b.c\u{1B}[2J", status: 1, says: ["no JWT"]),
        Mistake(
            arguments: ["token", "--audience", "x"], status: 1,
            says: ["AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set"]),
        Mistake(arguments: ["token"], status: 64, says: ["--audience"]),
    ]

    @Test("Bad input gets a clear error that names the remedy, and the right exit code", arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        let outcome = try await JotopProgram.run(
            mistake.arguments, environment: mistake.environment, input: mistake.input)
        #expect(outcome.status == mistake.status)
        for words in mistake.says { #expect(outcome.errors.contains(words)) }
        #expect(!outcome.errors.contains("\u{1B}"))
    }

    @Test("A port in use is told with what to do about it")
    func portInUse() async throws {
        let other = try await RawServer.start()
        let outcome = try await JotopProgram.run(
            ["--listen-addr", "127.0.0.1:\(other.port)"], environment: ["AWS_REGION": "us-east-1"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cannot listen on 127.0.0.1:\(other.port): address already in use"))
        #expect(outcome.errors.contains("ss -ltnp 'sport = :\(other.port)'"))
    }

    @Test("A recording holds the stream with heads and claims, and no secret")
    func recording() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).ndjson")
        defer { try? FileManager.default.removeItem(at: file) }
        let outcome = try await JotopProgram.run(["demo", "--headless", "--for", "3s", "--record", file.path])
        #expect(outcome.status == 0)
        let text = try String(contentsOf: file, encoding: .utf8)
        let minted = try #require(text.split(separator: "\n").first { $0.contains("token.minted") })
        #expect(try JSONValue.parsed(String(minted))["claims"]?["sub"]?.string?.hasPrefix("arn:aws:iam::") == true)
        #expect(text.contains("\"replaced\""))
        #expect(!text.contains("left-over"))
        let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
    }

    @Test("A recording that cannot be written ends the recording, not the proxy")
    func fullDisk() async throws {
        let outcome = try await JotopProgram.run(["demo", "--headless", "--for", "6s", "--record", "/dev/full"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("--record /dev/full"))
        #expect(outcome.errors.contains("the recording ends here"))
        #expect(outcome.output.contains("flow.completed"))
    }

    @Test(
        "A token in the wrong place of the command line is not repeated",
        arguments: [["run", "TOKEN"], ["--TOKEN"], ["decode", "--verify", "TOKEN"], ["sts", "Bearer", "TOKEN"]])
    func misplacedToken(_ arguments: [String]) async throws {
        let token = FakeTokens.compact(audiences: ["https://a"])
        let outcome = try await JotopProgram.run(arguments.map { $0.replacing("TOKEN", with: token) })
        #expect(outcome.status == 64)
        #expect(!outcome.errors.contains(FakeTokens.signature) && !outcome.output.contains(FakeTokens.signature))
    }

    @Test("A token pasted with its scheme, unquoted, is decoded")
    func unquoted() async throws {
        let outcome = try await JotopProgram.run(["decode", "Bearer", FakeTokens.compact(audiences: ["https://a"])])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("https://a") && !outcome.output.contains(FakeTokens.signature))
    }

    /// Reads the variables that `jotop sts` prints for a shell.
    static func exports(_ lines: AsyncStream<String>) async throws -> [String: String] {
        var environment: [String: String] = [:]
        for await line in lines where line.hasPrefix("export ") {
            for pair in line.dropFirst("export ".count).split(separator: " ") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                environment[String(parts[0])] = String(parts[1])
            }
            if environment["AWS_REGION"] != nil { return environment }
        }
        return environment
    }
}
