import Canvas
import ProxyCore

@testable import Dashboard

/// The session of the design's mock-ups, told as events: 1,196 flows, four audiences (A healthy, B rejected by its
/// upstream, C refused by AWS, D just minted with three requests waiting on one call), at 14:32:08.
struct Scenario {
    static let now = time("14:32:08")
    static let api = AudienceSet("https://api.example.com")
    static let billing = AudienceSet("https://billing.example.net")
    static let data = AudienceSet("https://data.partner.io")
    static let lake =
        AudienceSet(["https://lake.example.org", "urn:acme:etl"]) ?? AudienceSet("https://lake.example.org")

    /// A moment of 21 November 2026, UTC: `14:31:50.377`.
    static func time(_ text: String) -> WallTime {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == "." }).compactMap { Int64($0) }
        let seconds = parts[0] * 3600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
        return WallTime(milliseconds: (1_795_219_200 + seconds) * 1000 + (parts.count > 3 ? parts[3] : 0))
    }

    static func configuration(columns: Int = 80, rows: Int = 24) -> Dashboard.Configuration {
        var configuration = Dashboard.Configuration(start: time("13:04:50"))
        configuration.size = Canvas.Size(columns: columns, rows: rows)
        configuration.wish.algorithm = .rs256
        return configuration
    }

    /// Everything up to 14:32:08, drawn once.
    static func session(columns: Int = 80, rows: Int = 24) -> Dashboard {
        var dashboard = story
        dashboard.tell(.terminal(.resized(Canvas.Size(columns: columns, rows: rows))))
        _ = dashboard.draw()
        return dashboard
    }

    private static let story: Dashboard = {
        var dashboard = Dashboard(configuration())
        dashboard.take(beginning)
        dashboard.take(older)
        dashboard.take(newer)
        var totals = TrafficSnapshot()
        (totals.requests, totals.inFlight, totals.problems, totals.cacheHits) = (1_182, 1, 7, 1_174)
        dashboard.tell(.snapshot(totals, at: time("14:32:07")))
        (totals.requests, totals.cacheHits, totals.mints, totals.mintFailures) = (1_196, 1_188, 7, 2)
        dashboard.tell(.snapshot(totals, at: now))
        dashboard.tell(.tick(now: now))
        return dashboard
    }()

    /// The same with the row of a flow selected, the way a reader gets there.
    static func session(holding flow: UInt64, columns: Int = 80, rows: Int = 24) -> Dashboard {
        var dashboard = session(columns: columns, rows: rows)
        while let selected = dashboard.selectedFlow, selected.id.number > flow { dashboard.press(.character("k")) }
        return dashboard
    }

    // MARK: - What happened

    static let beginning: [ProxyEvent] = [
        .listening(Listening(time: time("13:04:50"), address: "127.0.0.1:8080", upstream: "X-Upstream-Host")),
        .credentialsResolved(
            CredentialsResolved(
                time: time("13:04:51"), source: "environment", expires: time("15:41"), region: "us-east-1",
                principal: "arn:aws:sts::123456789012:assumed-role/dev-api/me")),
    ]

    private static let older: [ProxyEvent] = (1...1_174).flatMap { number -> [ProxyEvent] in
        let id = UInt64(number)
        switch number {
        case 1:
            return mint(api, "A", 0, 1, at: "13:05:00.400", took: 400, flow: 1) + flow(id, at: number, "A1", .minted)
        case 331:
            return mint(api, "A", 0, 2, at: "14:01:07.300", took: 402, reason: .due, flow: 331)
                + flow(id, at: number, "A2")
        case 374:
            return mint(api, "A", 0, 3, at: "14:05:00.112", took: 398, reason: .forced) + flow(id, at: number, "A3")
        case 902:
            return mint(billing, "B", 1, 1, at: "14:24:18.397", took: 377, flow: 902)
                + refused(902, "14:24:18.020", "/v2/plans", left: "59m59", total: 405, token: 377, use: .minted)
        case ..<331: return flow(id, at: number, "A1")
        case ..<374: return flow(id, at: number, "A2")
        default: return flow(id, at: number, "A3")
        }
    }

    static let newer: [ProxyEvent] =
        [
            hit(1175, "14:31:12.401", "GET", "/v1/items/40", 200, 36), plans(1176, "14:31:15.077", "/v2/plans", 24),
            hit(1177, "14:31:18.650", "GET", "/v1/items/41", 200, 39),
            hit(1178, "14:31:21.208", "GET", "/v1/items?limit=50", 200, 38),
            hit(1179, "14:31:22.990", "POST", "/v1/items", 201, 61),
            plans(1180, "14:31:25.104", "/v2/invoices/2026-10", 24),
            hit(1181, "14:31:30.551", "GET", "/v1/items/42", 200, 40),
            denied(1182, "14:31:38.017", took: 121, attempt: 1, retryAt: "14:31:42"),
            ingest, hit(1186, "14:31:46.730", "GET", "/v1/users/me", 200, 35),
            plans(1187, "14:31:50.377", "/v2/invoices", 26),
            hit(1188, "14:31:51.120", "GET", "/v1/items?cursor=eyJhIjoxfQ", 200, 44),
            denied(1189, "14:31:52.780", took: 118, attempt: 2, retryAt: "14:32:16"),
            plans(1190, "14:31:57.412", "/v2/invoices/latest", 25),
            hit(1191, "14:31:59.003", "GET", "/v1/items/43", 304, 31),
            hit(1192, "14:32:01.660", "DELETE", "/v1/items/41", 204, 52),
            hit(1193, "14:32:04.250", "GET", "/v1/search?q=caf%C3%A9", 200, 210),
            running,
            hit(1195, "14:32:07.118", "GET", "/v1/health", 200, 12),
            hit(1196, "14:32:07.940", "GET", "/v1/items?limit=50", 200, 37),
        ].flatMap { $0 }

    /// A request that is still on its way.
    private static var running: [ProxyEvent] {
        let start = start(1194, "14:32:05.801", "POST", "lake.example.org", "/ingest/bulk", lake)
        var progress = FlowEnd(start: start, time: start.time.advanced(by: .milliseconds(200)))
        progress.use = .hit
        progress.token = sent("D", 3, 1, "04fd1b", left: .milliseconds(3_578_201), age: .milliseconds(21_799))
        progress.durations = FlowDurations(
            token: .zero, connect: .milliseconds(12), wait: .milliseconds(188), total: .milliseconds(200))
        return [.flowStarted(start), .flowProgressed(progress)]
    }

    /// Three requests for a cold audience, one call to STS.
    private static var ingest: [ProxyEvent] {
        let starts = [
            start(1183, "14:31:44.002", "PUT", "lake.example.org", "/ingest/2026/11/21", lake),
            start(1184, "14:31:44.009", "PUT", "lake.example.org", "/ingest/2026/11/22", lake),
            start(1185, "14:31:44.015", "PUT", "lake.example.org", "/ingest/2026/11/23", lake),
        ]
        let parts: [(Int64, Int64)] = [(412, 88), (405, 90), (399, 91)]
        let ends = zip(starts, parts).map { start, part in
            var end = FlowEnd(start: start, time: start.time.advanced(by: .milliseconds(part.0 + part.1)))
            (end.status, end.use) = (200, start.id.number == 1183 ? .minted : .waited)
            if end.use == .waited { end.mintedFor = FlowID(1183) }
            end.token = sent("D", 3, 1, "04fd1b", left: .milliseconds(3_599_600), age: .milliseconds(400))
            end.durations = FlowDurations(
                token: .milliseconds(part.0), connect: nil, wait: .milliseconds(part.1 - 1), receive: .milliseconds(1),
                total: .milliseconds(part.0 + part.1))
            (end.reusedConnection, end.requestBytes, end.responseBytes) = (true, 48_000, 2)
            return ProxyEvent.flowCompleted(end)
        }
        return starts.map { .flowStarted($0) }
            + mint(lake, "D", 3, 1, at: "14:31:44.414", took: 412, flow: 1183, waiters: 3)
            + ends
    }
}

extension Dashboard {
    /// Tells it something whose effects do not matter.
    mutating func tell(_ message: Message) { _ = update(message) }

    mutating func take(_ events: [ProxyEvent], dropped: Int = 0, skipped: Int = 0) {
        tell(.events(EventBatch(events: events, dropped: dropped, skipped: skipped)))
    }

    /// A key, and the frame that follows it.
    @discardableResult
    mutating func press(_ keys: Key...) -> [Effect] {
        keys.flatMap { key in
            let effects = update(.terminal(.key(key)))
            _ = draw()
            return effects
        }
    }

    mutating func type(_ text: String) { for character in text { press(.character(character)) } }
}
