import ProxyCore
import Testing

@testable import Dashboard

@Suite("What the role session's end does to the next token")
struct CeilingForecastTests {
    private func facts(until end: String?, clock: Duration? = nil) -> ProcessFacts {
        var facts = ProcessFacts(listener: nil, upstream: nil)
        facts.absorb(Scenario.credentials("14:00:00", "environment", until: end))
        if let clock { facts.absorb(Scenario.clock("14:00:00", clock)) }
        return facts
    }

    private func forecast(
        at: String, until end: String?, isCapping: Bool = true, clock: Duration? = nil
    ) -> CeilingForecast? {
        CeilingForecast(
            asking: .seconds(3600), at: Scenario.time(at), facts(until: end, clock: clock), isCapping: isCapping)
    }

    @Test(
        "With --cap-to-session less is asked for, down to the shortest life there is",
        arguments: [
            ("14:00:00", .fits), ("14:40:50", .fits), ("14:40:51", .capped(to: .seconds(3599))),
            ("15:00:00", .capped(to: .seconds(2450))), ("15:39:50", .capped(to: .seconds(60))),
            ("15:39:51", .tooLate), ("15:50:00", .tooLate),
        ] as [(String, CeilingForecast.Outcome)])
    func capping(at: String, outcome: CeilingForecast.Outcome) {
        #expect(forecast(at: at, until: "15:41")?.outcome == outcome)
    }

    @Test(
        "Without it STS refuses whatever would outlive the session",
        arguments: [("14:41:00", .fits), ("14:41:01", .refused), ("15:40:00", .refused), ("15:50:00", .refused)]
            as [(String, CeilingForecast.Outcome)])
    func refusing(at: String, outcome: CeilingForecast.Outcome) {
        #expect(forecast(at: at, until: "15:41", isCapping: false)?.outcome == outcome)
    }

    @Test("Credentials that do not end have no ceiling")
    func lasting() {
        #expect(forecast(at: "14:00:00", until: nil) == nil)
    }

    @Test("The session ends by AWS's clock")
    func skewed() {
        #expect(forecast(at: "14:30:00", until: "15:41", clock: .seconds(3_600))?.outcome == .capped(to: .seconds(650)))
        #expect(forecast(at: "15:00:00", until: "15:41", clock: .seconds(-3_600))?.outcome == .fits)
    }

    @Test("A row's forecast is for the call that the cache will make next")
    func row() throws {
        let dashboard = Scenario.session()
        let row = try #require(dashboard.live.tokens[Scenario.api])
        let forecast = try #require(dashboard.forecast(of: row))
        #expect(forecast.at == row.newest?.mint.refreshAt)
        #expect(forecast.outcome == .capped(to: .seconds(2450)))
        #expect(
            forecast.sentence(dashboard.timekeeping)
                == "role session ends 15:41:00; at 14:59:59 it has 41m left and 60m is asked: capped to 40m50s")
        let denied = try #require(dashboard.live.tokens[Scenario.data])
        #expect(dashboard.forecast(of: denied) == nil)
    }

    @Test("What was wanted last counts, not the shorter life that a cap left")
    func afterCap() throws {
        var dashboard = Scenario.session()
        dashboard.take(Scenario.cappedMint)
        let row = try #require(dashboard.live.tokens[Scenario.api])
        #expect(dashboard.forecast(of: row)?.wanted == .seconds(3600))
    }

    @Test(
        "The sentence names what happens",
        arguments: [
            (true, "14:00:00", "role session ends 15:41:00: 60m asked at 14:00:00 fits"),
            (true, "15:00:00", "capped to 40m50s"),
            (false, "15:00:00", "STS will refuse (SessionDurationEscalation), which --cap-to-session avoids"),
            (true, "15:41:00", "nothing left and 60m is asked: too little for any token"),
        ])
    func sentences(isCapping: Bool, at: String, text: String) {
        let sentence = forecast(at: at, until: "15:41", isCapping: isCapping)?
            .sentence(Scenario.session().timekeeping)
        #expect(sentence?.contains(text) == true)
    }
}
