import ProxyCore
import Testing

@testable import JotopApp

@Suite("The last line of a run")
struct SummaryTests {
    @Test("One is one, the rest are many, and thousands are grouped", arguments: [0, 1, 2, 1_196])
    func numbers(count: Int) {
        let stats = TrafficStats()
        stats.update {
            ($0.requests, $0.mints, $0.problems) = (count, count, count)
            ($0.mintFailures, $0.cacheHits) = (2, 1_188)
        }
        let (number, plural) = (count == 1_196 ? "1,196" : "\(count)", count == 1 ? "" : "s")
        #expect(
            Summary.line(stats.metrics())
                == "jotop: \(number) request\(plural), \(number) STS call\(plural) (2 failed), 1,188 from cache,"
                + " \(number) problem\(plural)")
    }

    @Test("The commonest problems are named, by what came of them and where they went")
    func troubles() throws {
        let stats = TrafficStats()
        let shard = stats.shard()
        func slot(_ authority: String) throws -> LabelSlot {
            let target = try #require(UpstreamTarget(scheme: .https, authority: authority))
            return stats.slots(for: target, AudienceSet("a")).server
        }
        func end(
            _ times: Int, _ status: Int?, at server: LabelSlot?, _ token: TokenResult = .ok, isProblem: Bool = true
        ) {
            let call = server.map { UpstreamCall(server: $0, token: token, error: nil, duration: .zero) }
            for _ in 0..<times {
                shard.began()
                shard.ended(
                    FlowMeasurement(method: .get, status: status, isProblem: isProblem, total: .zero, call: call))
            }
        }
        let (billing, data) = (try slot("billing.example.net"), try slot("data.partner.io:8443"))
        end(9, 200, at: billing, isProblem: false)
        end(5, 401, at: billing)
        #expect(Summary.line(stats.metrics()).hasSuffix(" 5 problems (5 x 401 billing.example.net)"))
        end(3, nil, at: nil)
        end(2, 502, at: data, .fetchError)
        end(1, 503, at: billing)
        let words = "5 x 401 billing.example.net, 3 x no answer, 2 x no token data.partner.io:8443, ..."
        #expect(Summary.line(stats.metrics()).hasSuffix(" 11 problems (\(words))"))
    }
}
