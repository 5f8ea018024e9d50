import Canvas
import ProxyCore
import Testing

@testable import Dashboard

/// A screen and how to get there.
struct Shot: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable (_ columns: Int, _ rows: Int) -> Dashboard

    var testDescription: String { name }

    init(_ name: String, _ make: @escaping @Sendable (_ columns: Int, _ rows: Int) -> Dashboard) {
        self.name = name
        self.make = make
    }

    /// From the scenario with a flow selected, by key presses.
    init(_ name: String, holding flow: UInt64? = nil, _ keys: [Key]) {
        self.init(name) { columns, rows in
            var dashboard =
                flow.map { Scenario.session(holding: $0, columns: columns, rows: rows) }
                ?? Scenario.session(columns: columns, rows: rows)
            for key in keys { dashboard.press(key) }
            return dashboard
        }
    }
}

@Suite("Screens look as recorded")
struct ScreenTests {
    static let shots: [Shot] = [
        Shot("flows-follow", []),
        Shot("flows-hold", holding: 1187, []),
        Shot("flows-problems", [.character("!")]),
        Shot("flows-relative", [.character("T")]),
        Shot("flows-utc", [.character("T"), .character("T"), .character("T")]),
        Shot("flows-hide-0", holding: 1187, [.character("H"), .character("H"), .character("H")]),
        Shot("flows-hide-2", holding: 1187, [.character("H")]),
        Shot("flows-hide-3", holding: 1187, [.character("H"), .character("H")]),
        Shot("flows-paused") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.press(.character("p"))
            dashboard.take(Scenario.hit(1197, "14:32:30.100", "GET", "/v1/items/1", 200, 30))
            dashboard.take(Scenario.plans(1198, "14:32:49.000", "/v2/plans", 30))
            return dashboard
        },
        Shot("flows-hello") { columns, rows in
            var dashboard = Dashboard(Scenario.configuration(columns: columns, rows: rows))
            dashboard.take(Scenario.beginning)
            return dashboard
        },
        Shot("flows-demo") { columns, rows in
            var configuration = Scenario.configuration(columns: columns, rows: rows)
            configuration.isDemo = true
            var dashboard = Dashboard(configuration)
            dashboard.take(Scenario.beginning)
            dashboard.tell(.tick(now: Scenario.time("15:37:30")))
            return dashboard
        },
        Shot("flows-no-credentials") { columns, rows in
            var dashboard = Dashboard(Scenario.configuration(columns: columns, rows: rows))
            dashboard.take([
                Scenario.beginning[0],
                .credentialsFailed(
                    CredentialsFailed(
                        time: Scenario.time("13:04:51"), source: "environment",
                        message: "AWS_ACCESS_KEY_ID is not set: set it together with AWS_SECRET_ACCESS_KEY, and with"
                            + " AWS_SESSION_TOKEN where they are temporary")),
            ])
            return dashboard
        },
        Shot("flows-starting") { columns, rows in Dashboard(Scenario.configuration(columns: columns, rows: rows)) },
        Shot("why-401", holding: 1187, [.enter]),
        Shot("why-502", holding: 1189, [.enter]),
        Shot("why-200", holding: 1193, [.enter]),
        Shot("why-running", holding: 1194, [.enter]),
        Shot("timing-running", holding: 1194, [.enter, .character("[")]),
        Shot("flows-refused") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.refusals)
            // The counts come with the frame after the rows.
            _ = dashboard.draw()
            return dashboard
        },
        Shot("why-unreachable") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.refusals)
            _ = dashboard.draw()
            dashboard.press(.up, .enter)
            return dashboard
        },
        Shot("request-refused") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.refusals)
            _ = dashboard.draw()
            dashboard.press(.up, .up, .enter, .character("]"))
            return dashboard
        },
        Shot("why-broken-off") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.refusals)
            _ = dashboard.draw()
            dashboard.press(.enter)
            return dashboard
        },
        Shot("request", holding: 1187, [.enter, .character("]")]),
        Shot("response", holding: 1187, [.enter, .character("]"), .character("]")]),
        Shot("token", holding: 1187, [.enter, .character("["), .character("[")]),
        Shot("token-fail", holding: 1189, [.enter, .character("["), .character("[")]),
        Shot("timing", holding: 1184, [.enter, .character("[")]),
        Shot("tokens", [.character("2")]),
        Shot("tokens-denied", [.character("2"), .down, .down]),
        Shot("tokens-none") { columns, rows in
            var dashboard = Dashboard(Scenario.configuration(columns: columns, rows: rows))
            dashboard.press(.character("2"))
            return dashboard
        },
        Shot("claims", [.character("2"), .enter]),
        Shot("evict", [.character("2"), .character("x")]),
        Shot("forget", [.character("2"), .down, .down, .character("x")]),
        Shot("evict-all", [.character("2"), .character("X"), .character("e"), .character("v")]),
        Shot("leave", [.character("q")]),
        Shot("events-follow", [.character("3")]),
        Shot("events-denied") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.press(.character("3"))
            while let event = dashboard.selectedEvent, event.what != "DENY" { dashboard.press(.up) }
            return dashboard
        },
        Shot("events-none") { columns, rows in
            var dashboard = Dashboard(Scenario.configuration(columns: columns, rows: rows))
            dashboard.press(.character("3"))
            return dashboard
        },
        Shot("event-reader") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.press(.character("3"))
            while let event = dashboard.selectedEvent, event.what != "DENY" { dashboard.press(.up) }
            dashboard.press(.enter)
            return dashboard
        },
        Shot("help-flows", [.character("?")]),
        Shot("help-tokens", [.character("2"), .character("?")]),
        Shot("help-events", [.character("3"), .character("?")]),
        Shot("help-inspector", [.enter, .character("?")]),
        Shot("help-commands", [.character("?"), .pageDown, .pageDown]),
        Shot("help-filters", [.character("?"), .pageDown, .pageDown, .pageDown]),
        Shot("help-marks", [.character("?"), .end]),
        Shot("toast-refreshed") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:09", took: 398, reason: .forced))
            return dashboard
        },
        Shot("toast-missed") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take([], dropped: 12)
            return dashboard
        },
    ]

    @Test("At 80 x 24", arguments: shots)
    func small(_ shot: Shot) throws { try check(shot, 80, 24) }

    @Test("At 120 x 40", arguments: shots)
    func large(_ shot: Shot) throws { try check(shot, 120, 40) }

    @Test("At 200 x 60", arguments: shots)
    func huge(_ shot: Shot) throws { try check(shot, 200, 60) }

    @Test(
        "Where the columns are those of a wide screen and the rows are not, and where a pane just fits beside a list",
        arguments: shots.filter { ["flows-hold", "why-401", "tokens", "token", "events-denied"].contains($0.name) },
        [(100, 30), (161, 50)])
    func between(_ shot: Shot, _ size: (columns: Int, rows: Int)) throws { try check(shot, size.columns, size.rows) }

    @Test("Tall and narrow, there is room for the timeline")
    func tall() throws { try check(Shot("tokens", [.character("2")]), 80, 50) }

    @Test(
        "At 60 x 12",
        arguments: shots.filter {
            [
                "flows-hold", "flows-no-credentials", "why-401", "tokens", "events-denied", "evict", "forget",
                "evict-all", "leave",
            ].contains($0.name)
        })
    func smallest(_ shot: Shot) throws { try check(shot, 60, 12) }

    @Test("Too small for any view")
    func tooSmall() throws { try check(Shot("too-small", []), 38, 7) }

    private func check(_ shot: Shot, _ columns: Int, _ rows: Int) throws {
        var dashboard = shot.make(columns, rows)
        try Golden.check(dashboard.draw(), "\(shot.name)-\(columns)x\(rows)")
    }
}
