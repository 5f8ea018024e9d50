import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Screens of acting look as recorded")
struct ActingScreenTests {
    static let shots: [Shot] = [
        Shot("menu-copy", holding: 1187, [.character("y")]),
        Shot("menu-claims", holding: 1187, [.character("y"), .character("1")]),
        Shot("menu-export", holding: 1187, [.character("e")]),
        Shot("palette", holding: 1187, [.character(":")]),
        Shot("palette-ref", holding: 1187, ":ref".map { .character($0) }),
        Shot("palette-mint", holding: 1187, ":mint ".map { .character($0) }),
        Shot("audience", holding: 1187, [.character("a")]),
        Shot("switching-off", [.character("m")]),
        Shot("reveal", [.character("2"), .down, .character("Y")]),
        Shot("keys", ":keys".map { .character($0) } + [.enter]),
        Shot("resend", holding: 1184, [.character("R")]),
        Shot("bisect-running") { columns, rows in
            var dashboard = Scenario.session(holding: 1187, columns: columns, rows: rows).pressed([.character("B")])
            dashboard.take([ExperimentKeyTests.report(.sending(.freshToken), [401, 401])])
            return dashboard
        },
        Shot("bisect") { columns, rows in
            var dashboard = Scenario.session(holding: 1187, columns: columns, rows: rows).pressed([.character("B")])
            dashboard.take([
                ExperimentKeyTests.report(
                    .complete, [401, 401, 401, 401], readings: ["rejected-before-signature"])
            ])
            return dashboard
        },
        Shot("bisect-unverified") { columns, rows in
            var dashboard = Scenario.session(holding: 1187, columns: columns, rows: rows).pressed([.character("B")])
            dashboard.take([
                ExperimentKeyTests.report(.complete, [401, 401, 401, 200], readings: ["signature-not-verified"])
            ])
            return dashboard.pressed([.escape, .enter])
        },
        Shot("minting-off") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take([.mintingSwitched(MintingSwitched(time: Scenario.now, isOn: false))])
            return dashboard
        },
        Shot("audience-set") { columns, rows in
            var dashboard = Scenario.session(holding: 1187, columns: columns, rows: rows)
            dashboard.take([
                .audienceChanged(
                    AudienceChanged(
                        time: Scenario.now, host: "billing.example.net", audiences: AudienceSet("urn:invoices")))
            ])
            dashboard.tell(.tick(now: Scenario.time("14:32:20")))
            return dashboard
        },
        Shot("undone") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:09", took: 398, reason: .forced))
            dashboard.take([
                .tokenRestored(
                    TokenRestored(
                        time: Scenario.time("14:32:20"), audiences: Scenario.api,
                        token: TokenID(handle: TokenHandle(index: 0), generation: 3),
                        instead: TokenID(handle: TokenHandle(index: 0), generation: 4),
                        refreshAt: Scenario.time("15:00")))
            ])
            dashboard.press(.character("3"))
            return dashboard
        },
    ]

    @Test("At 80 x 24", arguments: shots)
    func small(_ shot: Shot) throws { try check(shot, 80, 24) }

    @Test("At 120 x 40", arguments: shots)
    func large(_ shot: Shot) throws { try check(shot, 120, 40) }

    @Test("At 60 x 12", arguments: shots)
    func smallest(_ shot: Shot) throws { try check(shot, 60, 12) }

    private func check(_ shot: Shot, _ columns: Int, _ rows: Int) throws {
        var dashboard = shot.make(columns, rows)
        try Golden.check(dashboard.draw(), "\(shot.name)-\(columns)x\(rows)")
    }
}
