import ProxyCore

@testable import Dashboard

extension Scenario {
    /// A request without an upstream, one whose upstream cannot be reached, and one whose answer is broken off.
    static var refusals: [ProxyEvent] {
        var nowhere = FlowEnd(start: start(1197, "14:32:07.950", "GET", nil, "/a", nil), time: time("14:32:07.951"))
        (nowhere.status, nowhere.durations.total) = (400, .milliseconds(1))
        nowhere.error = ProxyError(.missingUpstream, "no X-Upstream-Host field")
        nowhere.request = MessageCapture(
            startLine: "GET /a HTTP/1.1",
            fields: [
                CapturedField(name: "Host", value: "127.0.0.1:8080"),
                CapturedField(name: "Authorization", value: "Bearer <redacted, 412 bytes>"),
            ])
        return [nowhere, unreachable, brokenOff].flatMap { [.flowStarted($0.start), .flowFailed($0)] }
    }

    private static var unreachable: FlowEnd {
        var end = FlowEnd(
            start: start(1198, "14:32:07.960", "GET", "lake.example.org", "/b", lake), time: time("14:32:07.970"))
        (end.status, end.use, end.heldToken) = (502, .hit, TokenID(handle: TokenHandle(index: 3), generation: 1))
        end.durations = FlowDurations(token: .zero, connect: .milliseconds(10), total: .milliseconds(10))
        end.error = ProxyError(.upstreamUnavailable, "connection refused")
        return end
    }

    private static var brokenOff: FlowEnd {
        var end = FlowEnd(
            start: start(1199, "14:32:07.980", "GET", "lake.example.org", "/c", lake), time: time("14:32:08"))
        (end.status, end.use, end.responseBytes) = (200, .hit, 3)
        end.token = sent("D", 3, 1, "04fd1b", left: .seconds(3_576), age: .seconds(24))
        end.durations = FlowDurations(
            token: .zero, wait: .milliseconds(15), receive: .milliseconds(5), total: .milliseconds(20))
        end.response = MessageCapture(
            startLine: "200 OK",
            fields: [
                CapturedField(name: "Content-Length", value: "1000"),
                CapturedField(name: "Date", value: "Sat, 21 Nov 2026 14:32:07 GMT"),
            ])
        end.error = ProxyError(.upstreamAborted, "the upstream closed the connection")
        return end
    }
}
