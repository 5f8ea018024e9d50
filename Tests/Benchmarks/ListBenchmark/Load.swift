import ProxyCore

/// Traffic to measure with: twenty upstreams, a hundred paths, a refusal in every tenth answer.
struct Load {
    private static let start = WallTime(seconds: 1_795_262_400)
    private var number = 0

    /// The beginning and the end of one more request.
    mutating func next() -> [ProxyEvent] {
        number += 1
        let host = "service-\(number % 20).example.com"
        let audiences = AudienceSet("https://\(host)")
        let time = Self.start.advanced(by: .milliseconds(number))
        let start = FlowStart(
            id: FlowID(UInt64(number)), time: time, method: number % 3 == 0 ? "POST" : "GET", host: host,
            path: "/v1/invoices/\(number % 100)?cursor=eyJhIjoxfQ&limit=50", audiences: audiences)
        var end = FlowEnd(start: start, time: time.advanced(by: .milliseconds(30)))
        (end.status, end.use) = (number % 10 == 0 ? 401 : 200, .hit)
        end.token = SentToken(
            id: TokenID(handle: TokenHandle(index: number % 20), generation: 1), print: "9c41e7", length: 1_214,
            lifeLeft: .seconds(3_000), age: .seconds(600))
        end.durations = FlowDurations(
            token: .zero, wait: .milliseconds(29), receive: .milliseconds(1), total: .milliseconds(30 + number % 50))
        end.request = capture("GET \(start.path) HTTP/1.1", ["Host", "Accept", "User-Agent", "Authorization", "Via"])
        end.response = capture(
            "200 OK", ["Date", "Content-Type", "Content-Length", "X-Request-Id", "WWW-Authenticate"])
        return [.flowStarted(start), .flowCompleted(end)]
    }

    /// So many requests, their events in one batch.
    mutating func batch(_ count: Int) -> EventBatch {
        var events: [ProxyEvent] = []
        for _ in 0..<count { events += next() }
        return EventBatch(events: events)
    }

    private func capture(_ line: String, _ names: [String]) -> MessageCapture {
        MessageCapture(
            startLine: line,
            fields: names.map { CapturedField(name: $0, value: "error_description=\"aud not accepted\", \(number)") })
    }
}
