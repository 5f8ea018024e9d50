import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Screens of filtered and ordered lists look as recorded")
struct ListScreenTests {
    private static func typing(_ text: String) -> [Key] { text.map { .character($0) } }

    static let shots: [Shot] = [
        Shot("filter-open", holding: 1187, [.character("/")]),
        Shot("filter-typing", holding: 1187, [.character("/")] + typing("st:4xx host:bill")),
        Shot("filter-error", holding: 1187, [.character("/")] + typing("st:4xx host:")),
        Shot("filter-kept", holding: 1187, [.character("/")] + typing("st:4xx") + [.enter]),
        Shot("filter-guest", holding: 1186, [.character("/")] + typing("st:4xx") + [.enter]),
        Shot("filter-nothing", [.character("/")] + typing("st:5xx host:billing") + [.enter]),
        Shot("filter-tokens", [.character("2"), .character("/")] + typing("is:problem") + [.enter]),
        Shot("filter-events", [.character("3"), .character("/")] + typing("aud") + [.enter]),
        Shot("flows-sorted", [.character("s")]),
        Shot("flows-marked", holding: 1187, [.character(" "), .up]),
        Shot("flows-folded") { columns, rows in
            var dashboard = Scenario.session(columns: columns, rows: rows)
            dashboard.press(.character("="))
            for number in 1_197...1_260 as ClosedRange<UInt64> {
                dashboard.take(
                    number % 4 == 0
                        ? Scenario.plans(number, "14:32:09", "/v2/plans", 20)
                        : Scenario.hit(number, "14:32:09", "GET", "/v1/items/\(number)?q=1", 200, 20))
            }
            // The counts come with the frame after the rows.
            _ = dashboard.draw()
            return dashboard
        },
        Shot("flows-constant") { columns, rows in
            var dashboard = Dashboard(Scenario.configuration(columns: columns, rows: rows))
            dashboard.take(Scenario.beginning)
            for number in 1...30 as ClosedRange<UInt64> {
                dashboard.take(Scenario.hit(number, "14:32:\(10 + number)", "GET", "/v1/items/\(number)", 200, 20))
            }
            return dashboard
        },
        Shot("flows-midnight") { columns, rows in
            var dashboard = Dashboard(Scenario.configuration(columns: columns, rows: rows))
            dashboard.take(Scenario.beginning)
            for number in 1...30 as ClosedRange<UInt64> {
                let time = number < 22 ? "23:59:\(10 + number)" : "24:00:\(number)"
                dashboard.take(Scenario.hit(number, time, number % 3 == 0 ? "POST" : "GET", "/v1/items", 200, 20))
            }
            return dashboard
        },
    ]

    @Test("At each size that changes the layout", arguments: shots, [(80, 24), (120, 40), (200, 60)])
    func look(_ shot: Shot, _ size: (columns: Int, rows: Int)) throws {
        var dashboard = shot.make(size.columns, size.rows)
        try Golden.check(dashboard.draw(), "\(shot.name)-\(size.columns)x\(size.rows)")
    }
}
