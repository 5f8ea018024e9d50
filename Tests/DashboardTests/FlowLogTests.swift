import ProxyCore
import Testing

@testable import Dashboard

@Suite("The log of flows")
struct FlowLogTests {
    private func start(_ number: UInt64, path: String = "/") -> FlowStart {
        FlowStart(
            id: FlowID(number), time: WallTime(seconds: Int64(number)), method: "GET", host: "a.example", path: path,
            audiences: AudienceSet("https://a.example"))
    }

    private func end(_ number: UInt64, status: Int? = 200, error: ProxyError? = nil) -> FlowEnd {
        var end = FlowEnd(start: start(number), time: WallTime(seconds: Int64(number) + 1))
        (end.status, end.error) = (status, error)
        return end
    }

    private func numbers(_ log: FlowLog) -> [UInt64] {
        (0..<log.keys.count).compactMap { log[log.keys[$0]]?.id.number }
    }

    @Test("A flow is updated where it stands")
    func updatesInPlace() {
        var log = FlowLog(capacity: 10, weightLimit: .max)
        for number in 1...3 { log.started(start(UInt64(number))) }
        log.ended(end(1))
        #expect(numbers(log) == [1, 2, 3])
        #expect(log.record(of: FlowID(1))?.end?.status == 200)
        #expect(log.inFlightCount == 2)
    }

    @Test("What is known of a running flow is kept with it, until its end takes its place")
    func progress() {
        var log = FlowLog(capacity: 10, weightLimit: .max)
        log.started(start(1))
        #expect(log.record(of: FlowID(1))?.statusText == "...")
        log.progressed(end(1))
        #expect(log.record(of: FlowID(1))?.statusText == "200~")
        #expect(log.inFlightCount == 1)
        log.progressed(end(2))
        #expect(log.appended == 1, "nobody knows of its beginning")
        log.ended(end(1, status: 201))
        log.progressed(end(1))
        #expect(log.record(of: FlowID(1))?.statusText == "201")
        #expect(log.inFlightCount == 0)
    }

    @Test("What the ring has no room for is counted, and flows in flight stay")
    func drops() {
        var log = FlowLog(capacity: 3, weightLimit: .max)
        log.started(start(1))
        for number in 2...6 {
            log.started(start(UInt64(number)))
            log.ended(end(UInt64(number)))
        }
        #expect(numbers(log) == [1, 4, 5, 6])
        #expect(log.dropped == 2)
        #expect(log.appended == 6)
        #expect(log.key(of: FlowID(2)) == nil)
    }

    @Test("One that was kept for being in flight goes with the next arrival after its end")
    func lateEnd() {
        var log = FlowLog(capacity: 2, weightLimit: .max)
        for number in 1...4 { log.started(start(UInt64(number))) }
        log.ended(end(1, status: 500))
        #expect(numbers(log) == [1, 2, 3, 4])
        #expect(log.record(of: FlowID(1))?.isProblem == true)
        log.started(start(5))
        #expect(numbers(log) == [2, 3, 4, 5])
        #expect(log.problemCount == 1)
    }

    @Test("An end whose beginning was missed gets a row of its own")
    func endOnly() {
        var log = FlowLog(capacity: 5, weightLimit: .max)
        log.ended(end(9, status: 401))
        #expect(numbers(log) == [9])
        #expect(log.problemCount == 1)
    }

    @Test("Rows whose end was missed say so instead of running for ever")
    func missedEnds() {
        var log = FlowLog(capacity: 5, weightLimit: .max)
        log.started(start(1))
        log.started(start(2))
        log.settle(inFlight: 0)
        #expect(log.inFlightCount == 2, "nothing was missed: their ends are on the way")
        log.missedEvents()
        log.started(start(3))
        log.settle(inFlight: 2)
        #expect(log.record(of: FlowID(1))?.statusText == "?")
        #expect(log.inFlightCount == 2)
        log.settle(inFlight: 0)
        #expect(log.record(of: FlowID(2))?.statusText == "?")
        #expect(log.record(of: FlowID(3))?.statusText == "...")
        log.ended(end(1))
        #expect(log.record(of: FlowID(1))?.statusText == "200")
    }

    @Test("The memory limit holds too")
    func weight() {
        var log = FlowLog(capacity: 1_000, weightLimit: 20_000)
        for number in 1...200 {
            log.started(start(UInt64(number), path: "/" + String(repeating: "x", count: 400)))
            log.ended(end(UInt64(number)))
        }
        #expect((10...30).contains(log.keys.count))
        #expect(log.keys.count + log.dropped == 200)
    }

    @Test(
        "A problem is 401, 403, 431, any 5xx, an answer of the proxy's own, or none",
        arguments: [
            (200, false), (304, false), (400, false), (401, true), (403, true), (404, false), (429, false), (431, true),
            (500, true), (503, true), (nil, true),
        ] as [(Int?, Bool)])
    func problems(status: Int?, isProblem: Bool) {
        #expect(FlowRecord(start: start(1), end: end(1, status: status)).isProblem == isProblem)
    }

    @Test("The proxy's own refusal is a problem whatever its status")
    func refusals() {
        let refused = end(1, status: 400, error: ProxyError(.missingUpstream, ""))
        #expect(FlowRecord(start: start(1), end: refused).isProblem)
    }
}
