import Canvas
import Diagnosis
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Keys in the list of events")
struct EventKeyTests {
    /// The events with the newest row of that kind and word selected.
    private func events(_ kind: EventRow.Kind, _ what: String, columns: Int = 80, rows: Int = 24) -> Dashboard {
        var dashboard = Scenario.session(columns: columns, rows: rows)
        dashboard.press(.character("3"))
        while let event = dashboard.selectedEvent, (event.kind, event.what) != (kind, what) { dashboard.press(.up) }
        return dashboard
    }

    @Test("o leads from a refusal to its request, and from a call to STS to its token; the hint says which")
    func otherEnd() {
        var refusal = events(.auth, "401")
        #expect(HintsLine(refusal).line.text.contains("o flow"))
        refusal.press(.character("o"))
        #expect(refusal.view == .flows && refusal.selectedFlow?.id == FlowID(1190))
        var call = events(.sts, "DENY")
        #expect(HintsLine(call).line.text.contains("o token"))
        call.press(.character("o"))
        #expect(call.view == .tokens && call.selectedToken?.audiences == Scenario.data)
    }

    @Test("A request that has left the ring is said to have, although its token is there")
    func gone() {
        var configuration = Scenario.configuration()
        configuration.flowLimit = 4
        var dashboard = Dashboard(configuration)
        dashboard.take(
            Scenario.mint(Scenario.billing, "B", 1, 1, at: "14:24:18.397", took: 377, flow: 1)
                + Scenario.plans(1, "14:31:00", "/v2/plans", 20)
                + (2...9).flatMap { Scenario.hit($0, "14:31:08", "GET", "/", 200, 5) })
        _ = dashboard.draw()
        dashboard.press(.character("3"))
        dashboard.press(.character("o"))
        #expect(dashboard.view == .events)
        #expect(dashboard.toast?.text.hasPrefix("#1 left the ring") == true)
    }

    @Test("From the token of a request that got none, o leads to the call that was refused, folded or filtered away")
    func refusedCall() {
        for filter in ["", "st:401"] {
            var dashboard = Scenario.session().pressed([.character("3"), .character("/")])
            dashboard.type(filter)
            dashboard.press(.enter)
            dashboard.press(.character("1"))
            while dashboard.selectedFlow?.id != FlowID(1182) { dashboard.press(.up) }
            dashboard.press(.enter)
            dashboard.press(.character("["), .character("["))
            #expect(dashboard.inspector?.tab == .token)
            #expect(HintsLine(dashboard).line.text.contains("o event"))
            dashboard.press(.character("o"))
            #expect(dashboard.view == .events)
            #expect(dashboard.selectedEvent?.what == "DENY" && dashboard.selectedEvent?.count == 2)
        }
    }

    @Test("A row tells when STS may be asked again, at any later time the same; the pane counts down to it")
    func retry() {
        var dashboard = events(.sts, "DENY", columns: 120, rows: 40)
        for (now, pane) in [("14:32:08", "next try in 8s"), ("14:32:20", "the next request tries again")] {
            dashboard.tell(.tick(now: Scenario.time(now)))
            let text = dashboard.draw().text
            #expect(text.contains("next try 14:32:16"))
            #expect(text.contains(pane))
        }
    }

    @Test("While a refusal counts down its screen ticks, up to and with the moment when it is over")
    func countsDown() {
        var dashboard = events(.sts, "DENY")
        let end = Scenario.time("14:32:16")
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.tell(.tick(now: end.advanced(by: .seconds(-1))))
        _ = dashboard.draw()
        #expect(dashboard.nextTick == .seconds(1))
        dashboard.tell(.tick(now: end))
        #expect(dashboard.isDirty)
        #expect(dashboard.draw().text.contains("the next request tries again"))
        #expect(dashboard.nextTick == .seconds(60), "the credentials' end alone is left")
    }

    @Test("! leaves problems alone, and Esc brings all back; { and } go from one to the next")
    func problems() {
        var dashboard = Scenario.session().pressed([.character("3"), .character("{")])
        #expect(dashboard.selectedEvent?.what == "DENY")
        dashboard.press(.character("{"))
        #expect(dashboard.selectedEvent?.what == "401")
        dashboard.press(.character("}"), .character("}"))
        #expect(dashboard.toast?.text == "no problem below")
        dashboard.press(.character("!"))
        #expect(dashboard.keys(of: .events).count == 2)
        dashboard.toast = nil
        #expect(dashboard.draw().text.contains("problems only"))
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 4, at: "14:32:09", took: 398))
        #expect(dashboard.keys(of: .events).count == 2)
        dashboard.press(.escape)
        #expect(dashboard.keys(of: .events).count == 11)
        var healthy = Dashboard(Scenario.configuration())
        healthy.take(Scenario.beginning)
        healthy.press(.character("3"), .character("!"))
        #expect(healthy.draw().text.contains("No problem among 2 events. Esc shows all of them."))
    }

    @Test("r on a refusal asks STS again, whatever the back-off says")
    func retries() {
        var dashboard = events(.sts, "DENY")
        #expect(dashboard.press(.character("r")) == [.send(.refresh(Scenario.data))])
    }

    @Test("A refusal that was forgotten, and a request that was not sent again, are events")
    func deeds() {
        var dashboard = Scenario.session().pressed([.character("2"), .down, .down, .character("x"), .character("y")])
        dashboard.take([
            .replayRefused(
                ReplayRefused(time: Scenario.now, flow: FlowID(1187), isBisect: false, reason: "its body was not kept"))
        ])
        let text = dashboard.pressed([.character("3")]).render().text
        #expect(text.contains("CACHE drop C   refusal forgotten by you  AccessDenied"))
        #expect(text.contains("SET   no   -   #1187 not sent again  its body was not kept"))
    }

    @Test("e n writes the events that are listed, in their words and under the hide level")
    func exports() throws {
        var dashboard = Scenario.session().pressed([.character("3"), .character("!"), .character("e")])
        #expect(dashboard.draw().text.contains("export 2 events, or 1,196 flows"))
        guard case .write(let file)? = dashboard.press(.character("n")).first else {
            return #expect(Bool(false), "no file")
        }
        let lines = file.contents.split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[0].contains(#""events":2"#) && lines[0].contains(#""hide":1"#))
        let denied = try #require(lines.last)
        #expect(
            denied.contains(#""what":"DENY""#) && denied.contains(#""count":2"#) && denied.contains(#""flow":1189"#))
        #expect(denied.contains("request 7c1e..42"))
        #expect(file.name == "NDJSON of 2 events")
    }

    /// Rows of every kind that there is something to find in.
    private static let story: Dashboard = {
        var dashboard = Scenario.session()
        dashboard.take(Scenario.credentialStory + Scenario.otherIdentity + Scenario.cappedMint)
        dashboard.take([
            .audienceChanged(
                AudienceChanged(time: Scenario.now, host: "billing.example.net", audiences: Scenario.lake)),
            .mintingSwitched(MintingSwitched(time: Scenario.now, isOn: false)),
            .tls(TLSNotice(time: Scenario.now, .handshakeFailed(reason: "no shared cipher"))),
            .tokenEvicted(Scenario.evicted(3, Scenario.lake)),
            .replayRefused(ReplayRefused(time: Scenario.now, flow: FlowID(7), isBisect: true, reason: "too large")),
        ])
        dashboard.tell(.leapt(.slept(.seconds(2_460)), at: Scenario.now))
        dashboard.tell(.log("a line"))
        return dashboard
    }()

    @Test("A word finds every row that shows it")
    func findsWhatItShows() {
        let dashboard = Self.story
        let events = dashboard.live.events
        let scene = dashboard.openScene
        for index in 0..<events.keys.count {
            guard let row = events[events.keys[index]] else { continue }
            for word in EventWords(row, scene, isWide: true).detail.split(separator: " ") {
                #expect(FilteredEvent(row, scene).containsWord { $0.contains(word) }, "\(word) in \(row.kind)")
            }
        }
    }

    @Test(
        "An event is found by what its pane says as well: STS's id, and the audience that was set",
        arguments: [("7c1e22334455", 1), ("4e90aabbccdd1b", 5), ("aud:lake", 3), ("err:7c1e", 1)])
    func finds(filter: String, count: Int) {
        var dashboard = Self.story.pressed([.character("3"), .character("g"), .character("/")])
        dashboard.type(filter)
        #expect(dashboard.matches(in: .events)?.count ?? 0 >= count, "\(filter)")
    }
}
