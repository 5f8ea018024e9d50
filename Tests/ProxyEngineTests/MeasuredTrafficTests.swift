import JotopTestSupport
import NIOCore
import ProxyCore
import ProxyEngine
import Testing

/// Known traffic through a running proxy, and what the metrics say of it.
@Suite("Measured traffic", .timeLimit(.minutes(5)))
struct MeasuredTrafficTests {
    private static let served = "http_server_request_duration_seconds_count"
    private static let called = "http_client_request_duration_seconds_count"

    private func metrics(_ proxy: RunningProxy) throws -> Exposition {
        let snapshot = proxy.stats.metrics()
        let metrics = try Exposition(parsing: snapshot.exposition)
        // The dashboard's totals are the same numbers.
        let totals = snapshot.totals
        #expect(metrics.sum(Self.served) == Double(totals.requests - totals.inFlight))
        #expect(metrics.value("http_server_active_requests") == Double(totals.inFlight))
        #expect(metrics.sum("token_cache_hit_count_total") == Double(totals.cacheHits))
        #expect(metrics.sum("token_cache_miss_count_total") == Double(totals.cacheMisses))
        return metrics
    }

    /// Sends a request, has it answered, and waits until it is over.
    private func send(
        _ method: String, to host: String?, through proxy: RunningProxy, answer: () async throws -> Void = {}
    ) async throws {
        let client = try await proxy.connect()
        let header = host.map { "X-Upstream-Host: \($0)\r\n" } ?? ""
        try await client.write("\(method) / HTTP/1.1\r\nHost: x\r\n\(header)\r\n")
        try await answer()
        _ = await client.read(through: "\r\n\r\n")
        _ = await proxy.probe.first(\.ended)
        await client.close()
    }

    @Test("Answers are counted by method and status, calls by upstream, tokens by audience")
    func answers() async throws {
        let upstream = try await RawServer.start()
        let host = "127.0.0.1:\(upstream.port)"
        try await RunningProxy.with { proxy in
            for (method, status) in [
                ("GET", "200 OK"), ("GET", "200 OK"), ("GET", "404 No"), ("PURGE", "204 No Content"),
            ] {
                try await send(method, to: host, through: proxy) {
                    let server = try await upstream.accept()
                    _ = await server.read(through: "\r\n\r\n")
                    let length = status.hasPrefix("204") ? "" : "Content-Length: 0\r\n"
                    try await server.write("HTTP/1.1 \(status)\r\n\(length)Connection: close\r\n\r\n")
                }
            }
            try await send("POST", to: nil, through: proxy)
            let metrics = try metrics(proxy)
            func served(_ method: String, _ status: String) -> Double? {
                metrics.value(Self.served, ["http_request_method": method, "http_response_status_code": status])
            }
            #expect(served("GET", "200") == 2 && served("GET", "404") == 1)
            #expect(served("_OTHER", "204") == 1 && served("POST", "400") == 1)
            let labels = ["server_address": "127.0.0.1", "server_port": "\(upstream.port)", "token_result": "ok"]
            #expect(metrics.value(Self.called, labels) == 4)
            #expect(metrics.sum(Self.called) == 4)
            #expect(metrics.value("token_cache_hit_count_total", ["audience": "http://127.0.0.1"]) == 4)
        }
        await upstream.close()
    }

    @Test("Scrapes while requests go by on every loop are whole, agree with the totals, and never fall")
    func concurrent() async throws {
        let (clients, requests) = (8, 100)
        try await RunningProxy.with { proxy in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let port = proxy.port
                for _ in 1...clients {
                    group.addTask {
                        let client = try await RawConnection.connect(to: port)
                        for _ in 1...requests {
                            try await client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                            _ = await client.readMessage()
                        }
                        await client.close()
                    }
                }
                var (last, scrapes) = (0.0, 0)
                while last < Double(clients * requests) {
                    let served = try metrics(proxy).sum(Self.served)
                    #expect(served >= last)
                    (last, scrapes) = (served, scrapes + 1)
                    await Task.yield()
                }
                #expect(last == Double(clients * requests) && scrapes > 1)
                try await group.waitForAll()
            }
        }
    }

    @Test("A request under way is active, and no answer has been counted for it")
    func active() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with { proxy in
            let client = try await proxy.exchange(over: upstream).client
            let before = try metrics(proxy)
            #expect(before.value("http_server_active_requests") == 1)
            await client.close()
            _ = await proxy.probe.first(\.ended)
            let after = try metrics(proxy)
            #expect(after.value("http_server_active_requests") == 0)
            #expect(after.value(Self.served, ["http_request_method": "GET"]) == 1)
            #expect(after.values(of: "error_type", in: Self.called) == ["canceled"])
        }
    }

    /// The labels of calls that failed.
    private func failed(_ port: Int, _ error: String) -> [String: String] {
        ["server_address": "127.0.0.1", "server_port": "\(port)", "error_type": error, "token_result": "ok"]
    }

    @Test("A refused connection is told as such")
    func refused() async throws {
        try await RunningProxy.with { proxy in
            try await send("GET", to: "127.0.0.1:1", through: proxy)
            let metrics = try metrics(proxy)
            #expect(metrics.value(Self.called, failed(1, "connection_refused")) == 1)
            #expect(metrics.values(of: "http_response_status_code", in: Self.served) == ["502"])
        }
    }

    @Test("A silent upstream is told as a time-out")
    func silent() async throws {
        let upstream = try await RawServer.start()
        try await RunningProxy.with({ $0.upstreamTimeout = .milliseconds(200) }) { proxy in
            try await send("GET", to: "127.0.0.1:\(upstream.port)", through: proxy)
            let metrics = try metrics(proxy)
            #expect(metrics.value(Self.called, failed(upstream.port, "timeout")) == 1)
            #expect(metrics.values(of: "http_response_status_code", in: Self.served) == ["504"])
        }
        await upstream.close()
    }

    @Test("Without a token the call is counted as a fetch that failed, and the cache as asked in vain")
    func noToken() async throws {
        try await RunningProxy.with(tokens: .refused) { proxy in
            try await send("GET", to: "api.example", through: proxy)
            let metrics = try metrics(proxy)
            #expect(metrics.value(Self.called, ["server_address": "api.example", "token_result": "fetch_error"]) == 1)
            #expect(metrics.value("token_cache_miss_count_total", ["audience": "http://api.example"]) == 1)
            #expect(metrics.sum("token_cache_hit_count_total") == 0)
        }
    }
}
