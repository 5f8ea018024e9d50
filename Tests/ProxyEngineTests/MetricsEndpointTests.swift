import JotopTestSupport
import NIOCore
import NIOEmbedded
import NIOHTTP1
import ProxyCore
import Testing

@testable import ProxyEngine

@Suite("The endpoint of the metrics", .timeLimit(.minutes(5)))
struct MetricsEndpointTests {
    /// Serves metrics while `body` does what it does with their port.
    private func serving<T>(
        path: String = "/metrics", _ stats: TrafficStats = TrafficStats(), guardian: BrowserGuard = BrowserGuard(),
        _ body: (Int) async throws -> T
    ) async throws -> T {
        var configuration = MetricsEndpoint.Configuration()
        configuration.guardian = guardian
        configuration.port = 0
        configuration.path = path
        let endpoint = try await MetricsEndpoint.bind(configuration, stats: stats)
        let result: Result<T, any Error>
        do {
            result = .success(
                try await body(try #require(endpoint.address.split(separator: ":").last.flatMap { Int($0) })))
        } catch { result = .failure(error) }
        await endpoint.close()
        return try result.get()
    }

    @Test("A scrape gets the text, HEAD its head alone, and both may follow one another on one connection")
    func scrape() async throws {
        let stats = TrafficStats()
        try await serving(stats) { port in
            let client = try await RawConnection.connect(to: port)
            try await client.write("GET /metrics?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let answer = await client.readMessage()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            let body = String(answer[try #require(answer.firstRange(of: "\r\n\r\n")).upperBound...])
            let metrics = try Exposition(parsing: body)
            #expect(metrics.value("http_server_active_requests") == 0)
            try await client.write("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let head = await client.read(through: "\r\n\r\n")
            #expect(head.contains("Content-Length: \(body.utf8.count)\r\n"))
            stats.shard().began()
            try await client.write("GET /metrics HTTP/1.0\r\n\r\n")
            let last = await client.readToEnd()
            #expect(last.hasPrefix("HTTP/1.") && last.contains("http_server_active_requests 1\n"))
        }
    }

    @Test(
        "Whatever else is asked is refused",
        arguments: [
            ("GET / HTTP/1.1", "404"), ("GET /metrics/ HTTP/1.1", "404"), ("GET /Metrics HTTP/1.1", "404"),
            ("GET http://localhost/metrics HTTP/1.1", "404"), ("DELETE /metrics HTTP/1.1", "405"),
            ("OPTIONS /metrics HTTP/1.1", "405"), ("POST / HTTP/1.1", "404"), ("nonsense", "400"),
        ])
    func refused(_ line: String, _ status: String) async throws {
        try await serving { port in
            let client = try await RawConnection.connect(to: port)
            try await client.write("\(line)\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            let answer = await client.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
            #expect(answer.contains("Allow: GET, HEAD") == (status == "405"))
            #expect(!answer.contains("token_"))
        }
    }

    @Test("No page of a browser reads them, under whatever name it has this machine called")
    func pages() async throws {
        let names = BrowserGuard(acceptedHosts: BrowserGuard.loopbackNames(and: []))
        try await serving(guardian: names) { port in
            for (fields, status) in [
                ("Host: localhost", 200), ("Host: 127.0.0.1:\(port)", 200), ("Host: [::1]", 200),
                ("Host: evil.example:\(port)", 403), ("Host: localhost\r\nOrigin: https://evil.example", 403),
                ("Host: localhost\r\nSec-Fetch-Site: cross-site", 403), ("Host: a b", 400),
            ] {
                let client = try await RawConnection.connect(to: port)
                try await client.write("GET /metrics HTTP/1.1\r\nConnection: close\r\n\(fields)\r\n\r\n")
                let answer = await client.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(fields)")
                #expect(answer.contains("http_server_active_requests") == (status == 200))
            }
        }
    }

    @Test("The path may be another one")
    func path() async throws {
        try await serving(path: "/internal/jotop") { port in
            let client = try await RawConnection.connect(to: port)
            try await client.write("GET /internal/jotop HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await client.readMessage().hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test("A body, and a connection too many, are not read")
    func limits() async throws {
        try await serving { port in
            let client = try await RawConnection.connect(to: port)
            try await client.write("GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
            #expect(await client.readToEnd() == "")
            var clients: [RawConnection] = []
            for _ in 0..<MetricsEndpoint.connectionLimit {
                let client = try await RawConnection.connect(to: port)
                try await client.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(await client.readMessage().hasPrefix("HTTP/1.1 200 "))
                clients.append(client)
            }
            let one = try await RawConnection.connect(to: port)
            #expect(await one.readToEnd() == "")
            await clients[0].close()
        }
    }

    @Test("Answers are not held for somebody who asks on and on without reading")
    func notReading() throws {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandler(MetricsHandler(path: "/metrics", stats: TrafficStats()))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        func ask() throws {
            try channel.writeInbound(
                HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/metrics")))
            try channel.writeInbound(HTTPServerRequestPart.end(nil))
        }
        try ask()
        let answered = try channel.readOutbound(as: HTTPServerResponsePart.self) != nil
        #expect(answered && channel.isActive)
        channel.isWritable = false
        try ask()
        #expect(!channel.isActive)
    }

    @Test("A port that is taken is told as what it was wanted for, and open connections end with the endpoint")
    func taken() async throws {
        let client = try await serving { port in
            var configuration = MetricsEndpoint.Configuration()
            configuration.port = port
            let error = try #require(
                await #expect(throws: ListenError.self) {
                    try await MetricsEndpoint.bind(configuration, stats: TrafficStats())
                })
            #expect(error.purpose == .metrics && error.isInUse)
            #expect(error.description == "cannot serve metrics on 127.0.0.1:\(port): address already in use")
            let client = try await RawConnection.connect(to: port)
            try await client.write("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = await client.read(through: "\r\n\r\n")
            return client
        }
        #expect(await client.readToEnd() == "")
    }
}
