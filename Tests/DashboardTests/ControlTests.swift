import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Minting off, audiences by hand, nothing at all")
struct ControlTests {
    private func switched(_ isOn: Bool) -> ProxyEvent {
        .mintingSwitched(MintingSwitched(time: Scenario.now, isOn: isOn))
    }

    private func off() -> Dashboard {
        var dashboard = Scenario.session()
        dashboard.take([switched(false)])
        _ = dashboard.draw()
        return dashboard
    }

    // MARK: - Audiences

    @Test("a offers the audience that the host takes, where it refused the flow for its own")
    func offeredAudience() {
        func end(_ flow: UInt64, _ status: Int, _ audience: String) -> FlowEnd {
            let start = FlowStart(
                id: FlowID(flow), time: Scenario.now, method: "GET", host: "z.example", path: "/",
                audiences: AudienceSet(audience))
            var end = FlowEnd(start: start, time: Scenario.now)
            (end.status, end.use) = (status, .hit)
            end.token = SentToken(
                id: TokenID(handle: TokenHandle(index: 30), generation: 1), print: "\(status)abc", length: 1_000,
                lifeLeft: .seconds(3_000), age: .seconds(600))
            return end
        }
        var dashboard = Scenario.session()
        let (good, bad) = (end(9_001, 200, "api://right"), end(9_002, 401, "api://wrong"))
        dashboard.take([
            .flowStarted(good.start), .flowCompleted(good), .flowStarted(bad.start), .flowCompleted(bad),
        ])
        _ = dashboard.draw()
        while let selected = dashboard.selectedFlow, selected.id.number != 9_002 { dashboard.press(.up) }
        guard dashboard.press(.character("a")) == [], case .audience(let prompt) = dashboard.dialog else {
            Issue.record("there is no prompt")
            return
        }
        #expect(prompt.host == "z.example")
        #expect(prompt.editor.text == "api://right")
    }

    // MARK: - Minting

    @Test(
        "m asks before it switches off, and keeping it on is the default",
        arguments: [Key.enter, .escape, .character("n")])
    func asks(key: Key) {
        var dashboard = Scenario.session()
        #expect(dashboard.press(.character("m")) == [])
        #expect(dashboard.render().text.contains("Switch token minting off?"))
        var kept = dashboard
        #expect(kept.press(key) == [])
        #expect(kept.place == .flows)
        #expect(dashboard.press(.character("y")) == [.send(.switchMinting(on: false))])
    }

    @Test("On is one key, and whoever types the word has answered")
    func on() {
        var dashboard = off()
        #expect(dashboard.press(.character("m")) == [.send(.switchMinting(on: true))])
        #expect(dashboard.run("minting on") == [.send(.switchMinting(on: true))])
        #expect(dashboard.run("minting off") == [.send(.switchMinting(on: false))])
        #expect(dashboard.run("minting maybe") == [])
    }

    @Test(
        "Off is impossible to overlook, in every view and at every size",
        arguments: [(60, 12), (80, 24), (120, 40), (200, 60)])
    func unmissable(_ columns: Int, _ rows: Int) {
        var dashboard = off()
        dashboard.tell(.terminal(.resized(Canvas.Size(columns: columns, rows: rows))))
        for keys in [[], [Key.character("2")], [.character("3")], [.enter]] {
            let canvas = dashboard.pressed(keys).render()
            #expect(canvas.text(row: Layout.identityRow).contains("MINTING OFF"))
            #expect(canvas.text(row: Layout.tabsRow).contains("MINTING OFF"))
            #expect((0..<columns).allSatisfy { canvas[Layout.identityRow, $0].style.role == .error })
        }
        #expect(off().render().text.contains("OFF: every request gets 503"))
    }

    @Test("While it is off nothing is asked of STS, and the reason is told", arguments: ["r", "mint urn:x"])
    func refuses(what: String) {
        var dashboard = off()
        #expect((what == "r" ? dashboard.press(.character("r")) : dashboard.run(what)) == [])
        #expect(dashboard.toast?.text.hasPrefix("!! token minting is off") == true)
    }

    @Test("The switch is an event, off a problem and on none")
    func told() {
        var dashboard = off()
        dashboard.take([switched(true)])
        let newest = dashboard.live.events.keys.last ?? 0
        #expect(dashboard.live.events[newest - 1]?.isProblem == true)
        #expect(dashboard.live.events[newest]?.isProblem == false)
        #expect(!dashboard.live.facts.isMintingOff)
    }

    @Test(
        "A token is minted for whatever audience is named, and for several",
        arguments: [
            ("mint urn:x", ["urn:x"]), ("mint urn:b, urn:a", ["urn:a", "urn:b"]),
        ])
    func mints(_ row: (line: String, audiences: [String])) throws {
        var dashboard = Scenario.session()
        let set = try #require(AudienceSet(row.audiences))
        #expect(dashboard.run(row.line) == [.send(.refresh(set))])
    }

    // MARK: - Audiences

    @Test("a begins with the present audience, and Enter on another sets it")
    func audience() {
        var dashboard = Scenario.session(holding: 1187)
        dashboard.press(.character("a"))
        #expect(dashboard.render().text.contains("audience for billing.example.net: https://billing.example.net"))
        dashboard.press(.control("u"))
        dashboard.type("urn:invoices")
        #expect(
            dashboard.press(.enter)
                == [.send(.setAudiences(AudienceSet("urn:invoices"), host: "billing.example.net"))])
        #expect(dashboard.place == .flows)
    }

    @Test("What was set by hand is shown wherever the route is, and an empty line takes it back")
    func takenBack() {
        var dashboard = Scenario.session(holding: 1187)
        let set = AudienceChanged(
            time: Scenario.now, host: "billing.example.net", audiences: AudienceSet("urn:invoices"))
        dashboard.take([.audienceChanged(set)])
        #expect(
            dashboard.toast?.text == "from the next request on, tokens for billing.example.net are for urn:invoices")
        dashboard.press(.escape)
        dashboard.tell(.tick(now: Scenario.time("14:32:20")))
        #expect(dashboard.render().text.contains("audience set by you"))
        #expect(UpstreamRules(dashboard).overrides == "billing.example.net: urn:invoices")
        dashboard.press(.character("a"))
        #expect(dashboard.render().text.contains("billing.example.net: urn:invoices"))
        dashboard.press(.control("u"))
        #expect(dashboard.press(.enter) == [.send(.setAudiences(nil, host: "billing.example.net"))])
        #expect(dashboard.run("audience off") == [.send(.setAudiences(nil, host: "billing.example.net"))])
        dashboard.take([
            .audienceChanged(AudienceChanged(time: Scenario.now, host: "billing.example.net", audiences: nil))
        ])
        #expect(UpstreamRules(dashboard).overrides == nil)
    }

    @Test("Esc, or the same audience again, changes nothing; a paste is text of the line")
    func unchanged() {
        var dashboard = Scenario.session(holding: 1187).pressed([.character("a"), .control("u")])
        #expect(dashboard.update(.terminal(.pasted("urn:x\nx"))) == [])
        #expect(dashboard.render().text.contains("urn:x x"))
        #expect(dashboard.press(.escape) == [])
        #expect(dashboard.place == .flows)
        dashboard.press(.character("a"), .control("u"))
        #expect(dashboard.press(.enter) == [])
    }

    // MARK: - Read-only

    @Test("A read-only screen acts by no key, no help, no command and no spelling of a user's")
    func readOnly() throws {
        var configuration = Scenario.configuration()
        configuration.isReadOnly = true
        configuration.keymap = Keymap.standard.applying(try KeysFile("bind tokens D evict", name: "f"))
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.beginning)
        dashboard.take(Scenario.hit(1, "14:32:00", "GET", "/", 200, 5))
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 1, at: "14:32:01", took: 5))
        for view in ["1", "2", "3"] {
            let screen = dashboard.pressed([.character(Character(view))])
            for key in "rxXuamYD".map({ Key.character($0) }) + [.control("r")] {
                var copy = screen
                #expect(copy.press(key) == [], "\(key.name)")
                #expect(copy.dialog == nil)
            }
            #expect(!screen.pressed([.character("?")]).render().text.contains("Act"))
        }
        for line in [
            "evict", "evict-all", "refresh", "mint urn:x", "minting off", "audience urn:x", "copy token", "undo",
        ] {
            var copy = dashboard
            #expect(copy.run(line) == [], "\(line)")
            #expect(copy.place != .revealing && copy.place != .evicting)
        }
        #expect(!dashboard.commands.contains { $0.name == "evict" || $0.name == "minting" })
        // What only looks still works.
        #expect(dashboard.press(.character("P")) == [.send(.runPreflight)])
    }
}
