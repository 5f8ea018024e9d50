import Canvas
import Dashboard
import ProxyCore

/// Made-up traffic: requests that find their token in the cache, one problem in fifty, each with the heads that a dashboard
/// gets to see.
struct Load {
    private static let audience = AudienceSet("https://api.example.com")
    private static let token = TokenID(handle: TokenHandle(index: 0), generation: 1)
    private static let request = MessageCapture(
        startLine: "GET /v1/items/42 HTTP/1.1",
        fields: ["Host", "Accept", "User-Agent", "Authorization", "Via", "X-Request-Id"].map {
            CapturedField(name: $0, value: "a value of ordinary length")
        })
    private static let response = MessageCapture(
        startLine: "200 OK",
        fields: ["Date", "Content-Type", "Content-Length", "Server"].map {
            CapturedField(name: $0, value: "some value")
        })

    private(set) var now = WallTime(seconds: 1_795_271_528)
    private(set) var totals = TrafficSnapshot()

    /// The listener and a token that lives for an hour.
    func beginning() -> [ProxyEvent] {
        let facts = TokenFacts(
            id: Self.token, audiences: Self.audience, print: "a1b2c3", length: 1214, issuedAt: now,
            expiresAt: now.advanced(by: .seconds(3600)), header: .object(["alg": .string("RS256")]),
            claims: .object(["sub": .string("arn:aws:iam::123456789012:role/dev-api")]))
        return [
            .listening(Listening(time: now, address: "127.0.0.1:8080", upstream: "X-Upstream-Host")),
            .tokenMinted(
                TokenMinted(
                    time: now, facts: facts, reason: .first, refreshAt: now.advanced(by: .seconds(3300)),
                    took: .milliseconds(398), waiters: 1, flow: nil, requestID: nil)),
        ]
    }

    /// What so many requests tell within a time: two events each.
    mutating func requests(_ count: Int, within time: Duration) -> [ProxyEvent] {
        var events: [ProxyEvent] = []
        events.reserveCapacity(2 * count)
        for _ in 0..<count {
            totals.requests += 1
            totals.cacheHits += 1
            let number = totals.requests
            let start = FlowStart(
                id: FlowID(UInt64(number)), time: now, method: "GET", host: "api.example.com",
                path: "/v1/items/\(number % 1000)?page=\(number % 7)", audiences: Self.audience)
            var end = FlowEnd(start: start, time: now.advanced(by: .milliseconds(30)))
            end.status = number % 50 == 0 ? 503 : 200
            if end.isProblem { totals.problems += 1 }
            end.use = .hit
            end.token = SentToken(
                id: Self.token, print: "a1b2c3", length: 1214, lifeLeft: .seconds(3000), age: .seconds(600))
            end.durations = FlowDurations(
                token: .zero, wait: .milliseconds(29), receive: .milliseconds(1), total: .milliseconds(30))
            (end.request, end.response) = (Self.request, Self.response)
            events += [.flowStarted(start), .flowCompleted(end)]
        }
        now = now.advanced(by: time)
        return events
    }
}
