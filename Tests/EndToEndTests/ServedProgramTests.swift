import Foundation
import JotopTestSupport
import ProxyCore
import Testing

/// What the settings of the built program do to the requests that it gets: each guard and limit, from a flag or a variable to
/// the answer.
@Suite("The program's settings, by what clients are answered", .timeLimit(.minutes(5)))
struct ServedProgramTests {
    @Test("A loopback listener answers to its own names, and to those that --accept-host gives")
    func names() async throws {
        try await ServedWorld.with(["--accept-host", "*.dev.example"]) { world in
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

    @Test("What a listener is called depends on where it listens and on what names the upstream")
    func ownNames() async throws {
        let upstream = try await RawServer.start()
        let pinned = ["--upstream-host", "upstream.invalid"]
        let rows: [(flags: [String], listen: String, host: String, answer: String)] = [
            (pinned, "127.0.0.1:0", "upstream.invalid", "upstream unavailable"),
            (pinned, "127.0.0.1:0", "evil.example", "host not accepted"),
            (["--accept-host", "*"], "127.0.0.1:0", "evil.example", "upstream not allowed"),
            ([], "0.0.0.0:0", "evil.example", "upstream not allowed"),
            (["--host-header", "Host"], "127.0.0.1:0", "evil.example", "upstream not allowed"),
        ]
        for row in rows {
            let environment = ["LISTEN_ADDR": row.listen, "ALLOW_HOST": "nobody.example"]
            try await ServedWorld.running(row.flags, environment: environment, upstream) { world in
                let answer = try await world.get(host: row.host)
                #expect(answer.hasSuffix(row.answer), "\(row)")
            }
        }
    }

    @Test("Pages of other origins are refused, but for the one that a variable names")
    func origins() async throws {
        try await ServedWorld.with([], environment: ["ALLOW_ORIGIN": "https://app.example"]) { world in
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
            try await ServedWorld.with(["--allow-host", allowed]) { world in
                let answer = try await world.get()
                #expect(answer.hasSuffix(ending))
            }
            try "allow-host:\n  - other.example\n  - \(allowed)\n".write(to: file, atomically: true, encoding: .utf8)
            try await ServedWorld.with(["--config", file.path]) { world in
                let answer = try await world.get()
                #expect(answer.hasSuffix(ending))
            }
        }
    }

    @Test("Sizes and times of heads are what the flags and variables say")
    func limits() async throws {
        let flags = ["--max-head-size", "2048", "--max-uri-size", "300"]
        try await ServedWorld.with(flags, environment: ["HEAD_TIMEOUT": "2s", "IDLE_TIMEOUT": "3s"]) { world in
            let fitting = try await world.get("X: \(String(repeating: "x", count: 1_500))")
            #expect(fitting.hasSuffix("mine"))
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
        try await ServedWorld.with(["--max-connections", "1"]) { world in
            let first = try await RawConnection.connect(to: world.port)
            try await first.write(
                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Upstream-Host: 127.0.0.1:\(world.upstream.port)\r\n\r\n")
            #expect(await first.readMessage().hasSuffix("mine"))
            let answer = try await world.get()
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
        }
    }

    @Test("No more connections are taken than there are file descriptors for, by default and by --max-connections")
    func descriptors() async throws {
        let few = #"ulimit -n 128; exec "$0" "$@""#
        let refused = try await JotopProgram.run(
            ["--max-connections", "1000", "--log-level", "error"], environment: ["AWS_REGION": "us-east-1"],
            inShell: few)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("--max-connections 1000: 128 file descriptors are at hand"))
        let words = try #require(refused.errors.firstRange(of: "at most "))
        let limit = try #require(Int(refused.errors[words.upperBound...].prefix { $0.isNumber }))
        try await ServedWorld.with([], inShell: few) { world in
            var clients: [RawConnection] = []
            for _ in 1...limit {
                let client = try await world.ask()
                #expect(await client.readMessage().hasSuffix("mine"))
                clients.append(client)
            }
            let answer = try await world.get()
            #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("X-Jotop-Error: too_many_connections\r\n"))
            await clients[0].close()
        }
    }

    @Test("Whoever reads the log leaves: what is in flight is finished, and the program ends with 0")
    func readerLeaves() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "jotop-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let untilListening = #"{ "$0" "$@"; echo $? > "$STATUS"; } | sed -un '/"address"/p; /"flow.failed"/q'"#
        let upstream = try await RawServer.start()
        try await ServedWorld.running([], environment: ["STATUS": file], inShell: untilListening, upstream) { world in
            let client = try await world.ask()
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            // The reader leaves with the first of these lines, and nobody takes the others.
            while let answer = try? await world.get(host: "a b") {
                #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400 "))
            }
            try await server.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlast")
            #expect(await client.readToEnd().hasSuffix("\r\n\r\nlast"))
            world.process.waitUntilExit()
            let status = try String(contentsOfFile: file, encoding: .utf8)
            #expect(status == "0\n")
        }
    }

    @Test("A body beyond --max-body-size is 413, and a request that does not end has --drain-timeout")
    func sizesAndDrain() async throws {
        let upstream = try await RawServer.start()
        let flags = ["--max-body-size", "5", "--drain-timeout", "300ms"]
        try await ServedWorld.running(flags, upstream) { world in
            let large = try await world.get("Content-Length: 6", line: "POST / HTTP/1.1")
            #expect(large.hasPrefix("HTTP/1.1 413 ") && large.hasSuffix("request body too large"))
            let client = try await world.ask()
            let server = try await upstream.accept()
            _ = await server.read(through: "\r\n\r\n")
            kill(world.process.processIdentifier, SIGTERM)
            #expect(await client.readToEnd().isEmpty)
            world.process.waitUntilExit()
            #expect(world.process.terminationStatus == 0)
        }
    }

    @Test("An upstream that says nothing is given up when --upstream-timeout is over")
    func upstreamTimeout() async throws {
        let upstream = try await RawServer.start()
        try await ServedWorld.running(["--upstream-timeout", "300ms"], upstream) { world in
            let answer = try await world.get()
            #expect(answer.hasSuffix("upstream timeout"))
        }
    }

    @Test(
        "When it is told to end, it takes no more, answers what is in flight, lets idle connections go, and ends with 0",
        arguments: [SIGTERM, SIGINT])
    func ends(_ signal: Int32) async throws {
        let upstream = try await RawServer.start()
        try await ServedWorld.running([], upstream) { world in
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
