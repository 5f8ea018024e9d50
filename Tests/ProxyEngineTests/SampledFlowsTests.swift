import JotopTestSupport
import ProxyCore
import ProxyEngine
import Testing

/// More flows than anybody can read: those that nobody is told of, and those that are never among them.
@Suite("Sampled flows", .timeLimit(.minutes(5)))
struct SampledFlowsTests {
    @Test(
        "Past a burst, a screen is told of some flows, of some problems, and of each host; a log of what it has lines for",
        arguments: [
            (FlowInterest.some, [1, 2, 3, 4, 11, 12, 13, 17, 18], 9),
            (.problems, [1, 2, 3, 4] + Array(11...18), 6),
            (.ends, Array(1...18), 0),
            (.every, Array(1...18), 0),
        ])
    func sampled(_ interest: FlowInterest, _ told: [UInt64], _ skipped: Int) async throws {
        let (one, other, time) = (try await RawServer.start(), try await RawServer.start(), ManualTime())
        try await RunningProxy.with(time: time.source, interest: interest) {
            $0.flowAllowance = FlowAllowance(rate: 1, burst: 3)
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

            var (begun, lasting, ended) = (Set<UInt64>(), Set<UInt64>(), [FlowEnd]())
            while ended.last?.start.id.number != 18, let event = await proxy.probe.next() {
                if case .flowStarted(let start) = event { begun.insert(start.id.number) }
                // One that lasts for a second of the machine's is told of besides, however busy that is.
                if case .flowProgressed(let progress) = event { lasting.insert(progress.start.id.number) }
                if let end = event.ended { ended.append(end) }
            }
            lasting.subtract(told)
            #expect(ended.map(\.start.id.number).filter { !lasting.contains($0) } == told)
            // A log has no line for the beginnings, so that no more of them are told than a screen would be shown.
            let beginnings = interest == .ends ? [1, 2, 3, 4] + Array(11...18) : told
            #expect(begun == lasting.union(beginnings))
            for end in ended where begun.contains(end.start.id.number) {
                #expect(end.request?.startLine == "GET /\(end.status ?? 0) HTTP/1.1" && end.response != nil)
            }
            #expect(proxy.probe.skipped == skipped - lasting.count)
            // The totals know of all.
            #expect(proxy.stats.snapshot().requests == 18 && proxy.stats.snapshot().problems == 6)
        }
    }
}
