import JotopTestSupport
import ProxyCore
import ProxyEngine
import Testing

/// The answers that the proxy itself gives, as the contract has them.
@Suite("Refusals", .timeLimit(.minutes(5)))
struct RefusalTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let fields: String
        var line = "GET / HTTP/1.1"
        let status: Int
        let body: String
        let code: String
        var testDescription: String { "\(line) \(fields)" }
    }

    static let rows: [Row] = [
        Row(
            fields: "", status: 400, body: "missing upstream: set --upstream-host or provide X-Upstream-Host",
            code: "missing_upstream"),
        Row(fields: "X-Upstream-Host: user@host", status: 400, body: "invalid upstream", code: "invalid_upstream"),
        Row(fields: "X-Upstream-Host: host/path", status: 400, body: "invalid upstream", code: "invalid_upstream"),
        Row(fields: "X-Upstream-Host: host:0", status: 400, body: "invalid upstream", code: "invalid_upstream"),
        Row(
            fields: "X-Upstream-Host: a.example.com\r\nX-Upstream-Host: b.example.com", status: 400,
            body: "invalid upstream", code: "invalid_upstream"),
        Row(
            fields: "X-Upstream-Host: other.test", status: 403, body: "upstream not allowed",
            code: "upstream_not_allowed"),
        Row(
            fields: "X-Upstream-Host: a.example.com\r\nSec-Fetch-Site: cross-site", status: 403,
            body: "cross-site request refused", code: "cross_site"),
        Row(
            fields: "X-Upstream-Host: a.example.com\r\nOrigin: https://evil.test", status: 403,
            body: "cross-site request refused", code: "cross_site"),
        Row(
            fields: "Host: rebound.test\r\nX-Upstream-Host: a.example.com", status: 403, body: "host not accepted",
            code: "host_not_accepted"),
        Row(
            fields: "X-Upstream-Host: a.example.com", line: "CONNECT a.example.com:443 HTTP/1.1", status: 501,
            body: "method not implemented", code: "method_not_implemented"),
    ]

    @Test("Each has its status, its body and its code, and nothing goes upstream", arguments: rows)
    func answers(_ row: Row) async throws {
        try await RunningProxy.with { configuration in
            configuration.router = Router(
                rule: .header(name: "X-Upstream-Host", scheme: .http),
                allowedHosts: [HostPattern("*.example.com"), HostPattern("user")].compactMap { $0 })
            configuration.guardian = BrowserGuard(acceptedHosts: BrowserGuard.loopbackNames(and: []))
        } _: { proxy in
            let client = try await proxy.connect()
            let host = row.fields.hasPrefix("Host:") ? "" : "Host: localhost\r\n"
            try await client.write("\(row.line)\r\n\(host)\(row.fields)\(row.fields.isEmpty ? "" : "\r\n")\r\n")
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 \(row.status) "))
            #expect(answer.contains("\r\nX-Jotop-Error: \(row.code)\r\n"))
            #expect(answer.contains("\r\nContent-Type: text/plain"))
            #expect(answer.hasSuffix("\r\n\r\n\(row.body)"))
            #expect(proxy.tokens.requests.isEmpty)
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.code.rawValue == row.code)
        }
    }

    @Test("Without a token nothing goes upstream, and nothing of the AWS error reaches the client")
    func noToken() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with(tokens: .refused) { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(answer.hasSuffix("\r\n\r\ntoken unavailable"))
            #expect(!answer.contains("AccessDenied"))
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.use == .failed)
            #expect(end.durations.connect == nil && end.durations.wait == nil)
            #expect(proxy.stats.snapshot().problems == 1)
        }
    }

    @Test("An upstream that nobody serves is 502")
    func refused() async throws {
        let upstream = try await RawServer.start()
        await upstream.close()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 502 "))
            #expect(answer.hasSuffix("\r\n\r\nupstream unavailable"))
            let end = try #require(await proxy.probe.first(\.ended))
            #expect(end.error?.detail == "connection refused by 127.0.0.1:\(upstream.port) (http)")
        }
    }

    @Test("An upstream that does not begin its answer in time is 504, and its connection is dropped")
    func silent() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with {
            $0.upstreamTimeout = .seconds(1)
        } _: { proxy in
            let client = try await proxy.connect()
            try await client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
            let server = try await upstream.accept()
            #expect(await client.readMessage().hasSuffix("\r\n\r\nupstream timeout"))
            _ = await server.readToEnd()
        }
    }

    @Test(
        "What is no request is 400, and the connection closes",
        arguments: [
            "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", "nonsense\r\n\r\n",
            "GET / HTTP/1.1\r\nX: a\u{0}b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET http://other.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ])
    func malformed(_ bytes: String) async throws {
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write(bytes)
            let answer = await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.contains("Connection: close\r\n"))
            #expect(proxy.tokens.requests.isEmpty)
        }
    }

    @Test("A refused upload is read to its end, and then the connection closes as announced")
    func drained() async throws {
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            try await client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel")
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.contains("Connection: close\r\n"))
            try await client.write("lo")
            #expect(await client.readToEnd().isEmpty)
        }
    }

    @Test("A large upload that is refused can read why")
    func largeRefusedUpload() async throws {
        try await RunningProxy.with(tokens: .refused) { proxy in
            let client = try await proxy.connect()
            let size = 8 << 20
            try await client.write(
                "POST / HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: a.example.com\r\nContent-Length: \(size)\r\n\r\n")
            let sending = Task { try? await client.write(bytes: size) }
            #expect(await client.readMessage().hasSuffix("token unavailable"))
            await client.close()
            await sending.value
        }
    }

    @Test(
        "A body that makes no sense is 400, and the connection closes",
        arguments: ["zz\r\n", "5\r\nhelloX", "-1\r\n"])
    func malformedBody(_ chunk: String) async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            let host = "X-Upstream-Host: 127.0.0.1:\(upstream.port)"
            try await client.write(
                "POST / HTTP/1.1\r\nHost: x\r\n\(host)\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)")
            let answer = await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.contains("Connection: close\r\n"))
        }
    }

    @Test(
        "Requests that come in one piece are answered in order, whatever becomes of each",
        arguments: ["GG", "BG", "GB", "BB", "GBG", "BGB", "CG", "HBG", "DG", "DDG", "PG", "NGN"])
    func pipelined(_ script: String) async throws {
        let upstream = try await RawServer.start()
        let serving = Task {
            for await connection in upstream.connections() { Task { await Self.serve(connection) } }
        }
        defer { serving.cancel() }
        try await RunningProxy.with { proxy in
            let client = try await proxy.connect()
            let good = "Host: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n"
            let wire = script.enumerated().map { number, kind in
                switch kind {
                case "B": "GET /\(number) HTTP/1.1\r\nHost: x\r\n\r\n"
                case "C": "CONNECT a.example:443 HTTP/1.1\r\nHost: x\r\n\r\n"
                case "D": "GET /\(number) HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:1\r\n\r\n"
                case "H": "HEAD /\(number) HTTP/1.1\r\n\(good)"
                case "P": "POST /\(number) HTTP/1.1\r\nContent-Length: 0\r\n\(good)"
                case "N": "GET /\(number) HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: not/one\r\n\r\n"
                default: "GET /\(number) HTTP/1.1\r\n\(good)"
                }
            }
            try await client.write(wire.joined())
            for (number, kind) in script.enumerated() {
                let answer = kind == "H" ? await client.read(through: "\r\n\r\n") : await client.readMessage()
                let status = ["B": 400, "C": 501, "D": 502, "N": 400][String(kind)] ?? 200
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
                if status == 200, kind != "H" { #expect(answer.hasSuffix("/\(number)")) }
                if kind == "C" { return }
            }
            var ended = 0
            while ended < script.count, await proxy.probe.first(\.ended) != nil { ended += 1 }
            #expect(proxy.stats.snapshot().inFlight == 0)
        }
    }

    /// Answers each request with its path.
    private static func serve(_ connection: RawConnection) async {
        while true {
            let head = await connection.read(through: "\r\n\r\n")
            guard let path = head.split(separator: " ").dropFirst().first else { return }
            let body = head.hasPrefix("HEAD") ? "" : String(path)
            try? await connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(body)")
        }
    }
}
