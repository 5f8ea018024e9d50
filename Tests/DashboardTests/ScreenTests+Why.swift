import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The Why pane looks as recorded")
struct WhyScreenTests {
    private static func shot(_ name: String, _ events: [ProxyEvent], selecting flow: UInt64 = 1197) -> Shot {
        Shot("why-\(name)") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(events)
            _ = dashboard.draw()
            while let selected = dashboard.selectedFlow, selected.id.number != flow { dashboard.press(.up) }
            dashboard.press(.enter)
            return dashboard
        }
    }

    static let shots: [Shot] = [
        shot("young", Scenario.young), shot("clock", Scenario.slowClock),
        shot("identity", Scenario.refusedIdentity, selecting: 1198), shot("size", Scenario.tooLarge),
        shot("scheme", Scenario.otherScheme), shot("throttled", Scenario.throttled),
        shot("minting-off", Scenario.events(Scenario.own(.mintingOff, "switched off at 14:31"))),
        shot("timeout", Scenario.events(Scenario.own(.upstreamTimeout, "no answer within 30.0 seconds"))),
        shot("no-upstream", Scenario.events(Scenario.own(.missingUpstream, "no X-Upstream-Host field", host: nil))),
    ]

    @Test(
        "At each size", arguments: shots,
        [Canvas.Size(columns: 80, rows: 24), .init(columns: 120, rows: 40), .init(columns: 200, rows: 60)])
    func screens(_ shot: Shot, _ size: Canvas.Size) throws {
        var dashboard = shot.make(size.columns, size.rows)
        try Golden.check(dashboard.draw(), "\(shot.name)-\(size.columns)x\(size.rows)")
    }
}
