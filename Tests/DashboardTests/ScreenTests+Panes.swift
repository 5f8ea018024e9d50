import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Panes look as recorded in each layout")
struct PaneScreenTests {
    static let sizes = [(80, 24), (120, 40), (200, 60)]

    private static func ofTokens(_ name: String, _ keys: [Key], _ events: [ProxyEvent] = []) -> Shot {
        Shot(name) { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(events)
            _ = dashboard.draw()
            return dashboard.pressed([.character("2")] + keys)
        }
    }

    private static func hidden(_ name: String, level: Int, _ make: @escaping @Sendable (Int, Int) -> Dashboard) -> Shot
    {
        Shot("\(name)-hide-\(level)") { columns, rows in
            var dashboard = make(columns, rows)
            dashboard.hideLevel = level
            return dashboard
        }
    }

    static let inspectors: [Shot] = [
        Shot("inspect-list", holding: 1186, []),
        Shot("inspect-why", holding: 1187, [.enter]),
        Shot("inspect-request", holding: 1187, [.enter, .character("]")]),
        Shot("inspect-response", holding: 1187, [.enter, .character("]"), .character("]")]),
        Shot("inspect-token", holding: 1186, [.enter, .character("["), .character("["), .down]),
        Shot("inspect-timing", holding: 1184, [.enter, .character("[")]),
        Shot("inspect-timing-fail", holding: 1189, [.enter, .character("[")]),
        Shot("inspect-identity") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.take(Scenario.otherIdentity)
            _ = dashboard.draw()
            return dashboard.pressed([.character("k"), .enter, .character("["), .character("[")])
        },
    ]

    static let tokens: [Shot] = [
        ofTokens("tokens-claims", [.enter, .down, .down]),
        ofTokens("tokens-diff", [.character("d")]),
        ofTokens("tokens-identity", [.down], Scenario.otherIdentity),
        ofTokens("tokens-diff-identity", [.down, .character("d")], Scenario.otherIdentity),
        ofTokens("tokens-refused", [.down, .down]),
        ofTokens("tokens-evict", [.character("x")]),
        Shot("tokens-uncapped") { columns, rows in
            var configuration = Scenario.configuration(columns: columns, rows: rows)
            configuration.wish = TokenWish(life: .seconds(3_600), isCapping: false)
            var dashboard = Dashboard(configuration)
            dashboard.take(
                Scenario.beginning + Scenario.mint(Scenario.api, "A", 0, 1, at: "14:30:00", took: 400, flow: 1))
            dashboard.tell(.tick(now: Scenario.now))
            return dashboard.pressed([.character("2")])
        },
        Shot("tokens-ends") { Scenario.ends(columns: $0, rows: $1).pressed([.character("2")]) },
        Shot("tokens-many") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            for index in 4..<40 {
                let handle = TokenHandle(index: index)
                dashboard.take([
                    .tokenFetching(
                        TokenFetching(
                            time: Scenario.now, audiences: AudienceSet("https://\(index).example.com"), handle: handle,
                            reason: .first, attempt: 1, flow: nil))
                ])
            }
            return dashboard.pressed([.character("2"), .character("G")])
        },
    ]

    static let veiled: [Shot] = [0, 2, 3].flatMap { level in
        [
            hidden("tokens", level: level) { Scenario.session(columns: $0, rows: $1).pressed([.character("2")]) },
            hidden("inspect-token", level: level) {
                Scenario.session(holding: 1186, columns: $0, rows: $1).pressed([
                    .enter, .character("["), .character("["),
                ])
            },
        ]
    }

    static let splits: [Shot] = [
        Shot("split-zoomed-list", holding: 1187, [.character("z")]),
        Shot("split-zoomed-pane", holding: 1187, [.enter, .character("z")]),
        Shot("split-turned", holding: 1187, [.character("|")]),
        Shot("split-larger", holding: 1187, [.enter, .character("+"), .character("+")]),
        Shot("split-help", holding: 1187, [.enter, .character("?")]),
        Shot("split-events", [.character("3")]),
        Shot("split-event-read", [.character("3"), .enter]),
    ]

    @Test("Inspectors", arguments: inspectors, sizes)
    func looksInspectors(shot: Shot, size: (Int, Int)) throws { try check(shot, size) }

    @Test("Tokens", arguments: tokens, sizes)
    func looksTokens(shot: Shot, size: (Int, Int)) throws { try check(shot, size) }

    @Test("Hide levels", arguments: veiled, sizes)
    func looksVeiled(shot: Shot, size: (Int, Int)) throws { try check(shot, size) }

    @Test("Splits, where there are any", arguments: splits, [(120, 40), (200, 60)])
    func looksSplits(shot: Shot, size: (Int, Int)) throws { try check(shot, size) }

    private func check(_ shot: Shot, _ size: (Int, Int)) throws {
        var dashboard = shot.make(size.0, size.1)
        try Golden.check(dashboard.draw(), "\(shot.name)-\(size.0)x\(size.1)")
    }
}
