/// The demo's traffic: what is asked for, and when. Played over and over.
struct TrafficScript {
    struct Step: Sendable {
        /// Counted from the beginning of the round.
        let after: Duration
        let method: String
        let host: DemoWorld.Host
        let path: String
        /// The length of the request's body, in bytes.
        var body = 0
        /// Only in each n-th round, beginning with the first.
        var everyRounds = 1
        /// Carries an `Authorization` of its own, which the proxy replaces.
        var hasOwnAuthorization = false
    }

    /// How long a round lasts.
    static let round = Duration.seconds(12)

    static let steps: [Step] = [
        Step(after: .milliseconds(0), method: "GET", host: .api, path: "/v1/items?limit=50"),
        // Three at once for a token that nobody has: one mint, two that wait for it.
        Step(after: .milliseconds(600), method: "PUT", host: .lake, path: "/ingest/1", body: 2048, everyRounds: 4),
        Step(after: .milliseconds(610), method: "PUT", host: .lake, path: "/ingest/2", body: 2048, everyRounds: 4),
        Step(after: .milliseconds(620), method: "PUT", host: .lake, path: "/ingest/3", body: 2048, everyRounds: 4),
        Step(after: .milliseconds(1200), method: "POST", host: .api, path: "/v1/items", body: 312),
        // Often enough to meet a token that is too young for a late clock, and the same one when it is not any more.
        Step(after: .milliseconds(1500), method: "GET", host: .mirror, path: "/packages"),
        Step(after: .milliseconds(2000), method: "GET", host: .billing, path: "/v2/invoices/2026-10"),
        Step(after: .milliseconds(2800), method: "GET", host: .api, path: "/v1/items/42", hasOwnAuthorization: true),
        Step(after: .milliseconds(3500), method: "GET", host: .partner, path: "/export/nightly"),
        Step(after: .milliseconds(4300), method: "GET", host: .api, path: "/v1/users/me"),
        Step(after: .milliseconds(4600), method: "GET", host: .mirror, path: "/packages"),
        Step(after: .milliseconds(4800), method: "GET", host: .events, path: "/v1/stream", everyRounds: 2),
        Step(after: .milliseconds(5000), method: "GET", host: .files, path: "/large?bytes=300000"),
        Step(after: .milliseconds(5800), method: "GET", host: .api, path: "/slow?ms=1500"),
        Step(after: .milliseconds(6500), method: "GET", host: .billing, path: "/v2/invoices"),
        Step(after: .milliseconds(6800), method: "GET", host: .legacy, path: "/reports/latest", everyRounds: 2),
        Step(after: .milliseconds(7200), method: "GET", host: .ledger, path: "/v1/balance"),
        Step(after: .milliseconds(7700), method: "GET", host: .mirror, path: "/packages"),
        Step(after: .milliseconds(8000), method: "GET", host: .api, path: "/status/404"),
        Step(after: .milliseconds(8800), method: "DELETE", host: .api, path: "/v1/items/41"),
        Step(after: .milliseconds(9500), method: "GET", host: .api, path: "/v1/search?q=caf%C3%A9"),
        Step(after: .milliseconds(10300), method: "POST", host: .files, path: "/upload", body: 120_000),
        Step(after: .milliseconds(11000), method: "GET", host: .partner, path: "/export/nightly"),
        Step(after: .milliseconds(11400), method: "GET", host: .api, path: "/v1/health"),
    ]
}
