import Foundation
import JotopTestSupport
import ProxyCore
import Testing
import TokenDecoding

/// The built program, as people start it.
@Suite("The program", .timeLimit(.minutes(10)))
struct ProgramTests {
    @Test("The demo mints, hits, refreshes, is denied, fails and is refused, and ends with 0 when it is told to")
    func demo() async throws {
        try await JotopProgram.with(["demo", "--headless"]) { lines, process in
            // How soon all of it has been seen is up to the machine.
            var missing = Self.demonstrated
            for await line in lines where !missing.isEmpty {
                let event = try JSONValue.parsed(line)
                for (name, wish) in missing where wish.isMet(by: event) {
                    missing[name]?.times -= 1
                    if wish.times == 1 { missing[name] = nil }
                }
                if missing.isEmpty { process.terminate() }
            }
            process.waitUntilExit()
            #expect(missing.isEmpty)
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        }
    }

    /// Something that the demo shows, and how often it is waited for.
    private struct Wish {
        let type: String
        var times = 1
        var members: [String: JSONValue] = [:]

        func isMet(by event: JSONValue) -> Bool {
            event["type"]?.string == type && members.allSatisfy { event[$0.key] == $0.value }
        }
    }

    private static let demonstrated = [
        "listening": Wish(type: "listening"), "mints": Wish(type: "token.minted", times: 4),
        "refreshes": Wish(type: "token.refreshed"),
        "denials": Wish(type: "token.failed", members: ["error": .string("AccessDenied")]),
        "hits": Wish(type: "flow.completed", times: 4, members: ["token": .string("hit"), "status": .integer(200)]),
        "refusals": Wish(type: "flow.completed", members: ["status": .integer(401)]),
        "throttling": Wish(type: "token.failed", members: ["error": .string("Throttling")]),
        "a late clock": Wish(type: "diagnosis", members: ["cause": .string("young")]),
        "an upstream that trusts": Wish(
            type: "flow.completed", members: ["host": .string("legacy.example.com"), "status": .integer(200)]),
        "outages": Wish(type: "flow.failed", members: ["error": .string("upstream_unavailable")]),
        "requests without a token": Wish(type: "flow.failed", members: ["error": .string("token_unavailable")]),
    ]

    @Test("The demo stops by itself when its time is over")
    func limited() async throws {
        let outcome = try await JotopProgram.run(["demo", "--headless", "--for", "2s"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains(#""type":"listening""#))
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
            let marks = try Self.marks(decoded.output)
            #expect(marks["signature"] == "??" && marks["expiry"] == "ok" && marks["audience"] == "--")
            let issuer = try #require(environment["AWS_ENDPOINT_URL_STS"])
            try await Self.verify(raw.output, of: issuer)
            let signature = try #require(raw.output.split(separator: ".").last).dropLast()
            #expect(!decoded.output.contains(signature) && !shown.output.contains(signature))
        }
    }

    /// The token is checked against the keys that the emulated STS publishes; one with another payload is refused.
    private static func verify(_ token: String, of issuer: String) async throws {
        let verify = ["decode", "--verify"]
        let unnamed = try await JotopProgram.run(verify, input: token)
        #expect(unnamed.status == 1)
        #expect(unnamed.errors.contains("--issuer \(issuer)"))
        let good = try await JotopProgram.run(verify + ["--issuer", issuer, "--audience", "urn:x"], input: token)
        #expect(good.status == 0)
        let report = try JSONValue.parsed(good.output)
        #expect(report["verified"] == .bool(true))
        #expect(report["verification"]?["signature"]?.string == "valid")
        #expect(report["verification"]?["claims"]?.string == "ok" && report["diagnosis"]?["cause"] == nil)
        let marks = try Self.marks(good.output)
        for subject in ["signature", "issuer", "audience", "expiry", "clock"] { #expect(marks[subject] == "ok") }
        let elsewhere = try await JotopProgram.run(verify + ["--issuer", issuer, "--audience", "urn:y"], input: token)
        #expect(elsewhere.status == 1)
        #expect(elsewhere.errors.contains("the token is meant for urn:x, and not for urn:y"))
        var parts = token.split(separator: ".").map(String.init)
        parts[1] = Base64URL.encode(Array(#"{"iss":"\#(issuer)","aud":"urn:x","exp":9999999999}"#.utf8))
        let forged = try await JotopProgram.run(
            verify + ["--issuer", issuer], input: parts.joined(separator: "."))
        #expect(forged.status == 1)
        #expect(forged.errors.contains("no key of its issuer's verifies the token's signature"))
        #expect(try JSONValue.parsed(forged.output)["verified"] == .bool(false))
        #expect(try Self.marks(forged.output)["signature"] == "!!")
        #expect(try JSONValue.parsed(forged.output)["diagnosis"]?["cause"]?.string == "signature")
        #expect(try Self.marks(elsewhere.output)["audience"] == "!!")
        let usage = try await JotopProgram.run(["decode", "--issuer", issuer], input: token)
        #expect(usage.status == 64)
    }

    /// The mark of each subject of what `jotop decode` found.
    static func marks(_ output: String) throws -> [String: String] {
        guard case .array(let findings)? = try JSONValue.parsed(output)["diagnosis"]?["findings"] else { return [:] }
        return findings.reduce(into: [:]) { marks, finding in
            marks[finding["subject"]?.string ?? ""] = finding["verdict"]?.string
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
        var status: Int32 = 0
        // Where the machine is so busy that the second comes after the ten seconds of the drain, it shows nothing: once more.
        for _ in 1...5 where status == 0 { status = try await Self.statusAfterTwo(signal) }
        #expect(status == 128 + signal)
    }

    private static func statusAfterTwo(_ signal: Int32) async throws -> Int32 {
        let sts = try await RawServer.start()
        let environment = [
            "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(sts.port)",
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
            "LISTEN_ADDR": "127.0.0.1:0",
        ]
        return try await JotopProgram.with(["--log-level", "debug"], environment: environment) { lines, process in
            for await line in lines {
                let event = try JSONValue.parsed(line)
                guard let port = event["address"]?.string?.split(separator: ":").last.flatMap({ Int($0) }) else {
                    continue
                }
                let client = try await RawConnection.connect(to: port)
                try await client.write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: a.example\r\n\r\n")
                // STS is asked, and says nothing: the request stays in flight.
                _ = try await sts.accept()
                await Self.signalTwice(process.processIdentifier, signal, listeningOn: port)
                break
            }
            process.waitUntilExit()
            #expect(process.terminationReason == .exit)
            return process.terminationStatus
        }
    }

    /// The second signal goes as soon as nobody is accepted any more; on a thread of its own, which no busy task holds up, as
    /// the program waits for what is in flight for ten seconds only.
    private static func signalTwice(_ program: pid_t, _ signal: Int32, listeningOn port: Int) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                kill(program, signal)
                while accepts(port) {}
                kill(program, signal)
                continuation.resume()
            }
        }
    }

    private static func accepts(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
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
        try await JotopProgram.with(["demo", "--headless", "--record", file.path]) { lines, process in
            var missing: Set = ["token.minted", "flow.completed"]
            for await line in lines where !missing.isEmpty {
                missing.remove(try JSONValue.parsed(line)["type"]?.string ?? "")
                if missing.isEmpty { process.terminate() }
            }
            process.waitUntilExit()
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        }
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
        arguments: [["run", "TOKEN"], ["--TOKEN"], ["decode", "--check", "TOKEN"], ["sts", "Bearer", "TOKEN"]])
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
