import ProxyCore
import Testing

@Suite("Totals")
struct TrafficStatsTests {
    static let target = UpstreamTarget(scheme: .https, authority: "api.example")

    @Test("Changes from many tasks all count")
    func counts() async {
        let stats = TrafficStats()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { for _ in 0..<500 { stats.update { $0.mints += 1 } } } }
        }
        #expect(stats.snapshot().mints == 2_000)
    }

    @Test("What many event loops count adds up, while it is being read")
    func shards() async throws {
        let stats = TrafficStats()
        let slots = stats.slots(for: try #require(Self.target), AudienceSet("a"))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                let shard = stats.shard()
                group.addTask {
                    for number in 0..<1_000 {
                        shard.began()
                        shard.askedCache(slots.audience, found: number % 4 > 0)
                        shard.ended(
                            FlowMeasurement(
                                method: .get, status: number % 10 == 0 ? 502 : 200, isProblem: number % 10 == 0,
                                total: .milliseconds(number % 20), call: nil))
                    }
                }
            }
            group.addTask {
                for _ in 0..<200 {
                    let metrics = stats.metrics()
                    let measured = metrics.counts.served.values.reduce(0) { $0 + $1.count }
                    #expect(measured == metrics.counts.ended)
                    #expect(metrics.totals.inFlight == metrics.counts.requests - measured)
                    #expect((0...8).contains(metrics.totals.inFlight))
                }
            }
        }
        let totals = stats.snapshot()
        #expect(totals.requests == 8_000 && totals.inFlight == 0 && totals.problems == 800)
        #expect(totals.cacheHits == 6_000 && totals.cacheMisses == 2_000)
    }

    @Test("A histogram's bounds belong to the buckets below them")
    func histogram() {
        var histogram = LatencyHistogram()
        for duration: Duration in [.zero, .milliseconds(5), .microseconds(5_001), .seconds(10), .seconds(11)] {
            histogram.record(duration)
        }
        #expect(histogram.counts == [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
        #expect(histogram.count == 5)
        #expect(abs(histogram.sum - 21.010001) < 1e-9)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let error: ProxyError
        let type: ErrorType?
        var testDescription: String { "\(error.code.rawValue) \(type?.rawValue ?? "none")" }
    }

    static let faults = [
        Fault(error: ProxyError(.upstreamTimeout, ""), type: .timeout),
        Fault(error: ProxyError(.upstreamUnavailable, ""), type: .unknown),
        Fault(error: ProxyError(.upstreamUnavailable, "", obstacle: .timeout), type: .timeout),
        Fault(error: ProxyError(.upstreamUnavailable, "", obstacle: .connectionRefused), type: .connectionRefused),
        Fault(error: ProxyError(.upstreamAborted, ""), type: .unknown),
        Fault(error: ProxyError(.clientGone, ""), type: .canceled),
        Fault(error: ProxyError(.tokenUnavailable, ""), type: nil),
    ]

    @Test("Errors are told in the few words of the metrics", arguments: faults)
    func errorTypes(_ fault: Fault) { #expect(fault.error.errorType == fault.type) }

    @Test(
        "The class of a failed mint is the service's code, and what is no code is not repeated",
        arguments: [
            ("AccessDenied", "AccessDenied"), ("Timeout", "transport"), ("Unreachable", "transport"),
            ("", "other"), ("Evil\"} 1\n", "other"), (String(repeating: "x", count: 129), "other"),
        ])
    func errorClasses(_ code: String, _ expected: String) {
        #expect(MintFailure(kind: .denied, code: code, message: "").errorClass == expected)
    }
}
