import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The session's end is news once")
struct CeilingWatchTests {
    private static func notes(_ dashboard: Dashboard) -> [EventRow] {
        let events = dashboard.live.events
        return (0..<events.keys.count).compactMap { events[events.keys[$0]] }
            .filter { if case .ceiling = $0.subject { true } else { false } }
    }

    private static func session(caps: Bool = true, ends: String? = "15:41") -> Dashboard {
        var configuration = Scenario.configuration()
        configuration.wish = TokenWish(life: .seconds(3_600), isCapping: caps)
        var dashboard = Dashboard(configuration)
        dashboard.take([
            Scenario.beginning[0],
            .credentialsResolved(
                CredentialsResolved(
                    time: Scenario.time("13:04:51"), source: "environment", expires: ends.map(Scenario.time),
                    isTemporary: true)),
        ])
        return dashboard
    }

    @Test("It is told with the first mint whose successor will get less, and not again")
    func once() throws {
        var dashboard = Self.session()
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 1, at: "13:05:00", took: 400))
        #expect(Self.notes(dashboard).isEmpty)
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 2, at: "14:01:07", took: 400, reason: .due))
        dashboard.take(Scenario.mint(Scenario.billing, "B", 1, 1, at: "14:24:18", took: 400))
        #expect(Self.notes(dashboard).count == 1)
        let words = try #require(
            Self.notes(dashboard).first.map { EventWords($0, dashboard.scene, isWide: true).detail })
        #expect(words == "role session ends 15:41:00 (1h39m)  next call for A at 14:56:06: capped to 44m43s")
        #expect(Self.notes(dashboard).first?.kind == .credentials)
    }

    @Test("Another end is told anew")
    func renewed() {
        var dashboard = Self.session()
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 2, at: "14:01:07", took: 400, reason: .due))
        dashboard.take([
            .credentialsResolved(
                CredentialsResolved(
                    time: Scenario.time("14:10"), source: "environment", expires: Scenario.time("15:50"),
                    isTemporary: true))
        ])
        dashboard.take(Scenario.mint(Scenario.billing, "B", 1, 1, at: "14:24:18", took: 400))
        #expect(Self.notes(dashboard).count == 2)
    }

    @Test("Where nothing is capped, STS will refuse, which is worth a warning")
    func refused() {
        var dashboard = Self.session(caps: false)
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 2, at: "14:01:07", took: 400, reason: .due))
        #expect(Self.notes(dashboard).map(\.level) == [.warn])
        #expect(
            Self.notes(dashboard).map { EventWords($0, dashboard.scene, isWide: true).detail }.first?
                .hasSuffix("STS will refuse it") == true)
    }

    @Test("Credentials without an end have no ceiling")
    func endless() {
        var dashboard = Self.session(ends: nil)
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 2, at: "14:01:07", took: 400, reason: .due))
        #expect(Self.notes(dashboard).isEmpty)
    }
}
