import Foundation
import JotopTestSupport
import ProxyCore
import Testing

/// What the settings of the built program do to the requests that it gets: each guard and limit, from a flag or a variable to
/// the answer.
@Suite("The program's settings, by what clients are answered", .timeLimit(.minutes(5)))
struct ServedProgramTests {
    /// A running program, its STS, and an upstream.
    private struct World {
        let port: Int
        let upstream: RawServer
        let process: Process

        /// The head and the body of an answer to a request that is to go to the upstream.
        func get(_ fields: String..., line: String = "GET / HTTP/1.1", host: String? = "localhost") async throws
            -> String
        {
            let client = try await RawConnection.connect(to: port)
            let named = ["X-Upstream-Host: 127.0.0.1:\(upstream.port)"] + (host.map { ["Host: \($0)"] } ?? [])
            try await client.write(([line] + named + fields).joined(separator: "\r\n") + "\r\n\r\n")
            let answer = await client.readMessage()
            await client.close()
            return answer
        }
    }

    private static func with(
        _ flags: [String], environment more: [String: String] = [:], _ body: (World) async throws -> Void
    ) async throws {
        let upstream = try await RawServer.start()
        let serving = Task {
            for await connection in upstream.connections() {
                Task {
                    while await connection.read(through: "\r\n\r\n").hasPrefix("GET /") {
                        try? await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine")
                    }
                }
            }
        }
        defer { serving.cancel() }
        try await running(flags, environment: more, upstream, body)
    }

    /// The same, where nobody answers for the upstream.
    private static func running(
        _ flags: [String], environment more: [String: String] = [:], _ upstream: RawServer,
        _ body: (World) async throws -> Void
    ) async throws {
        try await JotopProgram.with(["sts", "--listen-addr", "127.0.0.1:0"]) { lines, _ in
            var environment = try await ProgramTests.exports(lines).merging(more) { $1 }
            if environment["LISTEN_ADDR"] == nil { environment["LISTEN_ADDR"] = "127.0.0.1:0" }
            try await JotopProgram.with(["--upstream-scheme", "http"] + flags, environment: environment) {
                lines, process in
                var port: Int?
                for await line in lines {
                    let address = try JSONValue.parsed(line)["address"]?.string
                    port = address?.split(separator: ":").last.flatMap { Int($0) }
                    if port != nil { break }
                }
                try await body(World(port: try #require(port), upstream: upstream, process: process))
            }
        }
    }

    @Test("A loopback listener answers to its own names, and to those that --accept-host gives")
    func names() async throws {
        try await Self.with(["--accept-host", "*.dev.example"]) { world in
            let answer = try await world.get()
            #expect(answer.hasSuffix("mine"))
            let byAddress = try await world.get(host: "127.0.0.1:\(world.port)")
            #expect(byAddress.hasSuffix("mine"))
            let accepted = try await world.get(host: "x.dev.example")
            #expect(accepted.hasSuffix("mine"))
            let rebound = try await world.get(host: "rebound.example")
            #expect(rebound.hasSuffix("host not accepted"))
            let odd = try await world.get(host: "a b")
            #expect(odd.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test("Pages of other origins are refused, but for the one that a variable names")
    func origins() async throws {
        try await Self.with([], environment: ["ALLOW_ORIGIN": "https://app.example"]) { world in
            let allowed = try await world.get("Origin: https://app.example", "Sec-Fetch-Site: cross-site")
            #expect(allowed.hasSuffix("mine"))
            let foreign = try await world.get("Origin: https://evil.example", "Sec-Fetch-Site: cross-site")
            #expect(foreign.hasPrefix("HTTP/1.1 403 ") && foreign.contains("X-Jotop-Error: cross_site\r\n"))
        }
    }

    @Test("A header may name the hosts that --allow-host has, and no others; the file has a list of them")
    func hosts() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        for (allowed, ending) in [("127.0.0.1", "mine"), ("api.example", "upstream not allowed")] {
            try await Self.with(["--allow-host", allowed]) { world in
                let answer = try await world.get()
                #expect(answer.hasSuffix(ending))
            }
            try "allow-host:\n  - other.example\n  - \(allowed)\n".write(to: file, atomically: true, encoding: .utf8)
            try await Self.with(["--config", file.path]) { world in
                let answer = try await world.get()
                #expect(answer.hasSuffix(ending))
            }
        }
    }

    @Test("Sizes and times of heads are what the flags and variables say")
    func limits() async throws {
        let flags = ["--max-head-size", "2048", "--max-uri-size", "300"]
        try await Self.with(flags, environment: ["HEAD_TIMEOUT": "2s", "IDLE_TIMEOUT": "3s"]) { world in
            #expect(try await world.get("X: \(String(repeating: "x", count: 1_500))").hasSuffix("mine"))
            let large = try await world.get("X: \(String(repeating: "x", count: 2_500))")
            #expect(large.hasPrefix("HTTP/1.1 431 "))
            let long = "/" + String(repeating: "x", count: 400)
            let tooLong = try await world.get(line: "GET \(long) HTTP/1.1")
            #expect(tooLong.hasPrefix("HTTP/1.1 414 "))
            let slow = try await RawConnection.connect(to: world.port)
            try await slow.write("GET / HTTP/1.1\r\nHost")
            #expect(await slow.readToEnd().hasPrefix("HTTP/1.1 408 "))
            let idle = try await RawConnection.connect(to: world.port)
            #expect(await idle.readToEnd().isEmpty)
        }
    }

    @Test("Connections beyond --max-connections get a 503")
    func connections() async throws {
        try await Self.with(["--max-connections", "1"]) { world in
            let first = try await RawConnection.connect(to: world.port)
            try await first.write(
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: 127.0.0.1:\(world.upstream.port)\r\n\r\n")
            #expect(await first.readMessage().hasSuffix("mine"))
            let answer = try await world.get()
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
        }
    }

    @Test("An upstream that says nothing is given up when --upstream-timeout is over")
    func upstreamTimeout() async throws {
        let upstream = try await RawServer.start()
        try await Self.running(["--upstream-timeout", "300ms"], upstream) { world in
            let answer = try await world.get()
            #expect(answer.hasSuffix("upstream timeout"))
        }
    }

    @Test(
        "When it is told to end, it takes no more, answers what is in flight, lets idle connections go, and ends with 0",
        arguments: [SIGTERM, SIGINT])
    func ends(_ signal: Int32) async throws {
        let upstream = try await RawServer.start()
        try await Self.running([], upstream) { world in
            let idle = try await RawConnection.connect(to: world.port)
            let client = try await RawConnection.connect(to: world.port)
            try await client.write(
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            kill(world.process.processIdentifier, signal)
            #expect(await idle.readToEnd().isEmpty)
            while let late = try? await RawConnection.connect(to: world.port) { await late.close() }
            try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast")
            let answer = await client.readToEnd()
            #expect(answer.hasSuffix("\r\n\r\nlast"))
            world.process.waitUntilExit()
            #expect(world.process.terminationReason == .exit && world.process.terminationStatus == 0)
        }
    }
}
