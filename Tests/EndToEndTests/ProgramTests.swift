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
        "a wrong audience": Wish(
            type: "diagnosis", members: ["cause": .string("aud"), "host": .string("billing.example.net")]),
        "throttling": Wish(type: "token.failed", members: ["error": .string("Throttling")]),
        "a late clock": Wish(type: "diagnosis", members: ["cause": .string("young")]),
        "an upstream that trusts": Wish(
            type: "flow.completed", members: ["host": .string("legacy.example.com"), "status": .integer(200)]),
        "outages": Wish(type: "flow.failed", members: ["error": .string("upstream_unavailable")]),
        "requests without a token": Wish(type: "flow.failed", members: ["error": .string("token_unavailable")]),
    ]

    @Test("One upstream of the demo takes whatever is signed, and a fault shows that it does")
    func trusting() async throws {
        let broken = ["--fault", "tampered host:legacy.example.com"]
        try await JotopProgram.with(["demo", "--headless"] + broken) { lines, process in
            for await line in lines {
                let event = try JSONValue.parsed(line)
                guard event["type"]?.string == "diagnosis", event["host"]?.string == "legacy.example.com" else {
                    continue
                }
                #expect(event["cause"]?.string == "fault")
                #expect(event["text"]?.string?.hasSuffix("it does not check signatures") == true)
                break
            }
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
    }

    @Test("The demo stops by itself when its time is over")
    func limited() async throws {
        let outcome = try await JotopProgram.run(["demo", "--headless", "--for", "2s"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains(#""type":"listening""#))
    }

    @Test(
        "The emulated STS, a token from it, and its decoding work together by the variables it prints, wherever it listens",
        arguments: ["127.0.0.1:0", ":0"])
    func together(_ address: String) async throws {
        try await JotopProgram.with(["sts", "--listen-addr", address]) { lines, _ in
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
