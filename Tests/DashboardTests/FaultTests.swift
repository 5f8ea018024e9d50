import Canvas
import FlowFilter
import ProxyCore
import Testing

@testable import Dashboard

@Suite("What goes wrong on purpose cannot be taken for anything else")
struct FaultTests {
    private func notice(_ happening: FaultNotice.Happening) -> ProxyEvent {
        .fault(FaultNotice(time: Scenario.now, happening))
    }

    private var faulted: FlowEnd {
        var end = Scenario.last(
            401, [("WWW-Authenticate", #"Bearer error="invalid_token""#)], generation: 1, age: .seconds(450))
        end.fault = .tampered
        return end
    }

    private func session(_ columns: Int = 120, _ rows: Int = 40) -> Dashboard {
        var dashboard = Scenario.session(columns: columns, rows: rows)
        dashboard.take([notice(.set(.tampered, host: "billing.example.net"))] + Scenario.events(faulted))
        _ = dashboard.draw()
        return dashboard
    }

    @Test(
        "FAULTS ON stands in the second row of every view, at every size",
        arguments: [(60, 12), (80, 24), (120, 40), (200, 60)])
    func mode(_ columns: Int, _ rows: Int) {
        let dashboard = session(columns, rows)
        for keys in [[], [Key.character("2")], [.character("3")], [.enter]] {
            #expect(dashboard.pressed(keys).render().text(row: Layout.tabsRow).contains("FAULTS ON"))
        }
        var over = dashboard
        over.take([notice(.cleared(.all))])
        #expect(!over.render().text.contains("FAULTS ON"))
    }

    @Test("Each faulted flow has an F in its row, a word at its token, and is found by is:fault and is:faulted")
    func row() throws {
        let dashboard = session()
        let record = try #require(dashboard.live.flows.record(of: faulted.start.id))
        #expect(FilteredFlow(record: record, tokens: dashboard.live.tokens, isMarked: false).has(.faulted))
        var later = dashboard
        later.tell(.tick(now: Scenario.time("14:32:30")))
        let text = later.render().text
        #expect(text.contains("B1 FAULT"))
        #expect(text.contains("F faulted by you: tampered"))
        let row = FlowRow(record: record, scene: later.scene, columns: FlowColumns(width: 120, timeWidth: 8))
        #expect(row.mark.text == "F")
        for filter in ["is:fault", "is:faulted"] {
            var copy = dashboard
            copy.press(.character("/"))
            copy.type(filter)
            copy.press(.enter)
            #expect(copy.keys(of: .flows).count == 1, "\(filter)")
        }
    }

    @Test("The mark of a fault is whole whatever the token's generation", arguments: [9, 10, 128])
    func widths(generation: Int) throws {
        for (columns, rows) in [(80, 24), (120, 40)] {
            var configuration = Scenario.configuration(columns: columns, rows: rows)
            configuration.allowsFaults = true
            var dashboard = Dashboard(configuration)
            var end = Scenario.last(401, [])
            end.fault = .tampered
            end.token = Scenario.sent("B", 1, generation, "9c41e7", left: .seconds(3_000), age: .seconds(600))
            dashboard.take(Scenario.beginning + Scenario.events(end))
            _ = dashboard.draw()
            #expect(dashboard.render().text.contains("B\(generation) FAULT "))
        }
    }

    @Test("Why begins with it, and then tells what the upstream made of it")
    func why() {
        let text = WhyText(record: FlowRecord(start: faulted.start, end: faulted), scene: session().scene, width: 118)
            .lines.map(\.text)
        #expect(text.first?.hasPrefix("F  this flow was faulted by you: its token was sent with another") == true)
        #expect(text.contains("Likely cause   the upstream refused it with 401, as it should."))
        #expect(text.contains { $0.contains(":fault off") })
    }

    @Test(
        "What came of an order is told, and stands among the events",
        arguments: [
            (.set(.expired, host: "a.example"), "from the next request on: expired for a.example"),
            (.set(.throttled, host: nil), "from the next request on: sts throttle"),
            (.set(.missing, host: nil), "from the next request on: none for every host"),
            (.cleared(.all), "every fault is taken back"),
            (.refused(reason: "no token has expired"), "no token has expired"),
            (.clockMoved(ahead: .seconds(3_300)), "the cache's clock is 55m ahead"),
            (.clockMoved(ahead: .zero), "the cache's clock goes right again"),
        ] as [(FaultNotice.Happening, String)])
    func told(_ row: (happening: FaultNotice.Happening, words: String)) throws {
        var dashboard = Scenario.session(columns: 120, rows: 40)
        dashboard.take([notice(row.happening)])
        #expect(dashboard.toast?.text.contains(row.words) == true)
        let newest = try #require(dashboard.live.events.keys.last.flatMap { dashboard.live.events[$0] })
        #expect(EventWords(newest, dashboard.scene, isWide: true).detail.contains(row.words))
    }

    @Test("The tokens list goes by the cache's clock, and what comes later is as young as it is")
    func clock() throws {
        var dashboard = Scenario.session()
        let before = try #require(dashboard.live.tokens[Scenario.api])
        #expect(before.state(at: Scenario.now) == .fresh)
        dashboard.take([notice(.clockMoved(ahead: .seconds(1_800)))])
        #expect(dashboard.live.tokens[Scenario.api]?.state(at: Scenario.now) == .due)
        #expect(dashboard.live.facts.faults.clock == .seconds(1_800))
        dashboard.take([notice(.clockMoved(ahead: .seconds(7_200)))])
        #expect(dashboard.live.tokens[Scenario.api]?.held(at: Scenario.now) == nil)
        dashboard.take([notice(.clockMoved(ahead: .zero))])
        #expect(dashboard.live.tokens[Scenario.api]?.state(at: Scenario.now) == .fresh)
    }
}
