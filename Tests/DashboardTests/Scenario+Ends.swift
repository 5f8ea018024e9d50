import Canvas
import ProxyCore

@testable import Dashboard

/// Tokens in the states that the session of the mock-ups has not.
extension Scenario {
    /// A due, B being asked for again, C expired, D evicted.
    static func ends(columns: Int, rows: Int) -> Dashboard {
        let evicted = TokenEvicted(
            time: time("14:31:50"), audiences: lake, handle: TokenHandle(index: 3),
            token: TokenID(handle: TokenHandle(index: 3), generation: 1), reason: .requested)
        var dashboard = Dashboard(configuration(columns: columns, rows: rows))
        dashboard.take(
            beginning + mint(api, "A", 0, 1, at: "13:34:08", took: 400)
                + mint(data, "C", 2, 1, at: "13:31:56", took: 400) + mint(billing, "B", 1, 1, at: "14:00:00", took: 400)
                + mint(lake, "D", 3, 1, at: "14:10:00", took: 400)
                + flow(1, at: 1_170, "A1")
                + Array(mint(billing, "B", 1, 2, at: "14:32:08", took: 400, reason: .forced).prefix(1))
                + [.tokenEvicted(evicted)])
        dashboard.tell(.tick(now: now))
        _ = dashboard.draw()
        return dashboard
    }
}
