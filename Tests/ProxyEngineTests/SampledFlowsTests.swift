import JotopTestSupport
import ProxyCore
import ProxyEngine
import Testing

/// More flows than anybody can read: those that nobody is told of, and those that are never among them.
@Suite("Sampled flows", .timeLimit(.minutes(5)))
struct SampledFlowsTests {
    /// Who listens, and what of eighteen requests it is told: six from the eleventh on are refused, the seventeenth has another host.
    struct Row: Sendable {
        let interest: FlowInterest
        let begun: [UInt64]
        let ended: [UInt64]
        let skipped: Int

        init(_ interest: FlowInterest, begun: [UInt64], ended: [UInt64]? = nil, skipped: Int = 0) {
            (self.interest, self.begun, self.ended, self.skipped) = (interest, begun, ended ?? begun, skipped)
        }
    }

    @Test(
        "Past a burst, a screen is told of some flows, of some problems, and of each host; a log of what it has lines for",
        arguments: [
            Row(.some, begun: [1, 2, 3, 4, 11, 12, 13, 17, 18], skipped: 9),
            Row(.problems, begun: Array(11...16)),
            Row(.ends, begun: Array(11...16), ended: Array(1...18)),
            Row(.every, begun: Array(1...18)),
        ])
    func sampled(_ row: Row) async throws {
        let (one, other, time) = (try await RawServer.start(), try await RawServer.start(), ManualTime())
        try await RunningProxy.with(time: time.source, interest: row.interest) {
            $0.flowAllowance = FlowAllowance(rate: 1, burst: 3)
            // One that lasts is told of besides; how busy the machine is shall not matter.
            $0.progressInterval = .seconds(86_400)
        } _: { proxy in
            let client = try await proxy.connect()
            var servers: [Int: RawConnection] = [:]
            func send(_ status: String, to upstream: RawServer) async throws {
                try await client.write(
                    "GET /\(status) HTTP/1.1\r\nHost: x\r\nX-Upstream-Host: 127.0.0.1:\(upstream.port)\r\n\r\n")
                if servers[upstream.port] == nil { servers[upstream.port] = try await upstream.accept() }
                let server = try #require(servers[upstream.port])
                _ = await server.read(through: "\r\n\r\n")
                try await server.write("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n")
                _ = await client.read(through: "\r\n\r\n")
            }
            for _ in 1...10 { try await send("200", to: one) }
            for _ in 11...16 { try await send("401", to: one) }
            try await send("200", to: other)
            time.advance(by: .seconds(1))
            try await send("200", to: one)

            var (begun, ended) = (Set<UInt64>(), [FlowEnd]())
            while ended.last?.start.id.number != row.ended.last, let event = await proxy.probe.next() {
                if case .flowStarted(let start) = event { begun.insert(start.id.number) }
                if let end = event.ended { ended.append(end) }
            }
            #expect(ended.map(\.start.id.number) == row.ended)
            #expect(begun == Set(row.begun))
            for end in ended where begun.contains(end.start.id.number) {
                #expect(end.request?.startLine == "GET /\(end.status ?? 0) HTTP/1.1" && end.response != nil)
            }
            #expect(proxy.probe.skipped == row.skipped)
            // The totals know of all.
            #expect(proxy.stats.snapshot().requests == 18 && proxy.stats.snapshot().problems == 6)
        }
    }
}
