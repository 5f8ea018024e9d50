import Foundation
import JotopTestSupport
import ProxyCore
import Testing

@testable import ProxyEngine

/// What is counted, as Prometheus reads it.
@Suite("Exposition")
struct ExpositionTests {
    private let stats = TrafficStats()

    private func target(_ authority: String) throws -> UpstreamTarget {
        try #require(UpstreamTarget(scheme: .https, authority: authority))
    }

    private func parsed() throws -> Exposition { try Exposition(parsing: stats.metrics().exposition) }

    @Test("Before the first request every metric is declared, and the gauges are zero")
    func empty() throws {
        let metrics = try parsed()
        #expect(
            metrics.kinds == [
                "http_server_request_duration_seconds": "histogram", "http_server_active_requests": "gauge",
                "http_client_request_duration_seconds": "histogram", "token_fetch_count_total": "counter",
                "token_cache_hit_count_total": "counter", "token_cache_miss_count_total": "counter",
                "token_cached_audiences": "gauge",
            ])
        #expect(metrics.samples.count == 2)
        #expect(metrics.value("http_server_active_requests") == 0 && metrics.value("token_cached_audiences") == 0)
    }

    @Test("The manual lists every metric with its kind, and no other")
    func manual() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let text = try String(contentsOf: root.appending(path: "docs/operations.md"), encoding: .utf8)
        let rows = text.matches(of: /(?m)^\| `([a-z_]+)` \| (histogram|gauge|counter) \|/)
        let listed = Dictionary(rows.map { (String($0.1), String($0.2)) }) { one, _ in one }
        let kinds = try parsed().kinds
        #expect(listed == kinds)
    }

    @Test("Labels of any content come out as they went in")
    func escaping() throws {
        let hostile = "a\"b\\c\nd\\n} 1\u{1B}é"
        stats.fetched(AudienceSet(hostile), failure: MintFailure(kind: .denied, code: "x\"y", message: ""))
        stats.fetched(AudienceSet(hostile))
        let metrics = try parsed()
        #expect(metrics.value("token_fetch_count_total", ["audience": hostile, "result": "ok"]) == 1)
        let failed = ["audience": hostile, "result": "error", "error_class": "other"]
        #expect(metrics.value("token_fetch_count_total", failed) == 1)
        #expect(stats.snapshot().mintFailures == 1)
    }

    @Test("The port of an upstream is told only where it is not the scheme's own, and audiences in their order")
    func labels() throws {
        let audiences = try #require(AudienceSet(["b", "a"]))
        let shard = stats.shard()
        for authority in ["api.example", "api.example:443", "api.example:8443"] {
            let slots = stats.slots(for: try target(authority), audiences)
            shard.began()
            shard.askedCache(slots.audience, found: true)
            shard.ended(
                FlowMeasurement(
                    method: .post, status: 201, isProblem: false, total: .milliseconds(30),
                    call: UpstreamCall(server: slots.server, token: .ok, error: nil, duration: .milliseconds(20))))
        }
        let metrics = try parsed()
        let count = "http_client_request_duration_seconds_count"
        #expect(metrics.value(count, ["server_address": "api.example", "token_result": "ok"]) == 2)
        #expect(
            metrics.value(count, ["server_address": "api.example", "server_port": "8443", "token_result": "ok"]) == 1)
        #expect(metrics.value("token_cache_hit_count_total", ["audience": "a,b"]) == 3)
        let bucket = "http_server_request_duration_seconds_bucket"
        let series = ["http_request_method": "POST", "http_response_status_code": "201"]
        #expect(metrics.value(bucket, series.merging(["le": "0.025"]) { $1 }) == 0)
        #expect(metrics.value(bucket, series.merging(["le": "0.05"]) { $1 }) == 3)
        #expect(metrics.value(bucket, series.merging(["le": "1"]) { $1 }) == 3)
    }

    @Test("Ten thousand audiences and hosts make a hundred series and one for the rest, and none is lost")
    func cardinality() throws {
        let shard = stats.shard()
        for number in 0..<10_000 {
            let host = number == 50 ? "other" : "h\(number).example"
            let audiences = AudienceSet(number == 50 ? "other" : "https://\(host)")
            let slots = stats.slots(for: try target("\(host):\(1 + number)"), audiences)
            shard.began()
            shard.askedCache(slots.audience, found: false)
            shard.askedCache(slots.audience, found: true)
            stats.fetched(
                audiences,
                failure: number % 2 == 0 ? nil : MintFailure(kind: .denied, code: "Code\(number)", message: ""))
            shard.ended(
                FlowMeasurement(
                    method: .other, status: number, isProblem: false, total: .zero,
                    call: UpstreamCall(server: slots.server, token: .ok, error: nil, duration: .zero)))
        }
        let metrics = try parsed()
        for name in ["token_cache_hit_count_total", "token_cache_miss_count_total", "token_fetch_count_total"] {
            #expect(metrics.values(of: "audience", in: name).count == 101)
            #expect(metrics.sum(name) == 10_000)
        }
        #expect(metrics.value("token_cache_hit_count_total", ["audience": "other"]) == 9_900)
        #expect(metrics.values(of: "error_class", in: "token_fetch_count_total").count == 51)
        let (called, served) =
            ("http_client_request_duration_seconds_count", "http_server_request_duration_seconds_count")
        #expect(metrics.samples.count { $0.name == called } == 101)
        #expect(metrics.value(called, ["server_address": "other", "token_result": "ok"]) == 9_900)
        #expect(metrics.values(of: "http_request_method", in: served) == ["_OTHER"])
        #expect(metrics.values(of: "http_response_status_code", in: served).count == 501)
        #expect(metrics.sum(called) == 10_000 && metrics.sum(served) == 10_000)
    }

    @Test(
        "What no scraper should have to read is told apart by the parser of these tests",
        arguments: [
            "a 1", "# HELP a x\na 1\n", "# HELP a x\n# TYPE a gauge\na 1\na 1\n", "# HELP a x\n# TYPE a gauge\n\n",
            "# HELP a x\n# TYPE a gauge\na{b=\"\\x\"} 1\n", "# HELP a x\n# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n",
            "# HELP a x\n# TYPE a gauge\na{b=\"} 1\n", "# HELP a x\n# TYPE a counter\na 1\n",
            "# HELP a x\n# TYPE a gauge\na one\n", "# HELP a x\n# TYPE a gauge\nb 1\n",
            "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "# HELP a x\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n",
            "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
        ])
    func strictness(_ text: String) {
        #expect(throws: Exposition.Fault.self) { try Exposition(parsing: text) }
    }
}
