import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Screens of AWS identity look as recorded")
struct IdentityScreenTests {
    private static func hello(
        _ name: String, _ checks: [PreflightCheck], isComplete: Bool = true,
        credentials: ProxyEvent = Scenario.beginning[1], clock: ProxyEvent = Scenario.clock
    ) -> Shot {
        Shot("preflight-\(name)") { columns, rows in
            var dashboard = Scenario.hello(
                checks, isComplete: isComplete, columns: columns, rows: rows, credentials: credentials)
            dashboard.take([clock])
            return dashboard
        }
    }

    static let shots: [Shot] = [
        hello("running", Scenario.halfWay, isComplete: false),
        hello("all-ok", Scenario.allWell),
        hello(
            "no-credentials", Scenario.withoutCredentials,
            credentials: Scenario.credentialsFailure("13:04:51", servingUntil: nil)),
        hello(
            "expired-login", Scenario.expiredLogin,
            credentials: Scenario.credentialsFailure("13:04:51", servingUntil: nil)),
        hello("clock-off", Scenario.clockOff, clock: Scenario.clock("13:04:52", .seconds(3_661))),
        hello("federation-unknown", Scenario.federationUnknown),
        Shot("preflight-reader") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take([Scenario.report(Scenario.federationUnknown)])
            dashboard.press(.character("P"))
            return dashboard
        },
        Shot("tokens-capped") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.cappedMint)
            dashboard.press(.character("2"))
            return dashboard
        },
        Shot("claims-capped") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.cappedMint)
            dashboard.press(.character("2"), .enter)
            return dashboard
        },
        Shot("events-capped") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.cappedMint)
            dashboard.press(.character("3"))
            return dashboard
        },
        Shot("events-remedy") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.refusalWithRemedy)
            dashboard.press(.character("3"))
            while let event = dashboard.selectedEvent, event.what != "DENY" { dashboard.press(.up) }
            return dashboard
        },
        Shot("why-remedy") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.refusalWithRemedy)
            _ = dashboard.draw()
            dashboard.press(.enter)
            return dashboard
        },
        Shot("events-credentials") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.credentialStory)
            dashboard.tell(.tick(now: Scenario.time("15:04")))
            dashboard.press(.character("3"), .up, .up, .up)
            return dashboard
        },
        Shot("events-clock") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take([Scenario.clockAnHourOff])
            dashboard.press(.character("3"))
            return dashboard
        },
    ]

    @Test(
        "At each size that changes the layout", arguments: shots, [(80, 24), (120, 40), (200, 60)])
    func looks(shot: Shot, size: (Int, Int)) throws {
        var dashboard = shot.make(size.0, size.1)
        try Golden.check(dashboard.draw(), "\(shot.name)-\(size.0)x\(size.1)")
    }

    @Test("At 60 x 12", arguments: shots.filter { ["preflight-clock-off", "preflight-all-ok"].contains($0.name) })
    func smallest(shot: Shot) throws {
        var dashboard = shot.make(60, 12)
        try Golden.check(dashboard.draw(), "\(shot.name)-60x12")
    }
}
