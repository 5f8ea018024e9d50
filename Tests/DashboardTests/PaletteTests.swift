import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The command line")
struct PaletteTests {
    @Test(
        "A few letters find a name, the closest first",
        arguments: [
            ("refresh", ["refresh", "refresh-all"]), ("ref", ["refresh", "refresh-all"]),
            ("evict", ["evict", "evict-all"]),
            ("mint", ["mint", "minting"]), ("all", ["evict-all", "refresh-all"]), ("xprt", ["export"]), ("zzz", []),
        ])
    func matches(letters: String, names: [String]) {
        var dashboard = Scenario.session().pressed([.character("2"), .character(":")])
        dashboard.type(letters)
        guard case .palette(let palette) = dashboard.dialog else { return #expect(Bool(false), "no palette") }
        #expect(Array(dashboard.matches(palette).map(\.line).prefix(names.count)) == names)
        #expect(!names.isEmpty || dashboard.matches(palette).isEmpty)
    }

    @Test("Every action that can be asked for has a name of its own, and every verb too")
    func names() {
        let names = Command.all(in: .standard).map(\.name)
        #expect(Set(names).count == names.count)
        for action in Action.allCases where action.isCommand && action != .palette {
            #expect(names.contains(action.rawValue), "\(action.rawValue)")
        }
        for verb in Verb.allCases { #expect(names.contains(verb.rawValue)) }
    }

    @Test("A name does what its key does, where its key does it")
    func runs() {
        var tokens = Scenario.session().pressed([.character("2")])
        #expect(tokens.run("refresh") == [.send(.refresh(Scenario.api))])
        #expect(tokens.run("evict") == [])
        #expect(tokens.place == .evicting)
        var flows = Scenario.session()
        #expect(flows.run("evict") == [])
        #expect(flows.place == .flows)
        #expect(flows.toast?.text == "evict works in tokens")
        #expect(flows.run("refresh-all") == [.send(.refreshAll)], "it is about no row")
        #expect(flows.run("evict-all") == [])
        #expect(flows.place == .evictingAll)
        flows.press(.escape)
        #expect(flows.run("suspend") == [.suspend])
        #expect(flows.run("q") == [])
        #expect(flows.place == .leaving)
    }

    @Test("Tab writes the best match out, and goes on through the others")
    func completes() {
        var dashboard = Scenario.session().pressed([.character(":")]).typed("ref")
        func line(_ dashboard: Dashboard) -> String {
            guard case .palette(let palette) = dashboard.dialog else { return "" }
            return palette.editor.text
        }
        var lines: [String] = []
        for key in [Key.tab, .tab, .tab, .backTab] {
            dashboard.press(key)
            lines.append(line(dashboard))
        }
        #expect(lines.prefix(2) == ["refresh", "refresh-all"])
        #expect(lines[1] == lines[3])
    }

    @Test("Arguments are proposed: audiences known, levels, kinds")
    func arguments() {
        func proposals(_ text: String) -> [String] {
            let dashboard = Scenario.session().pressed([.character(":")]).typed(text)
            guard case .palette(let palette) = dashboard.dialog else { return [] }
            return dashboard.matches(palette).map(\.line)
        }
        #expect(proposals("mint bil") == ["mint https://billing.example.net"])
        #expect(proposals("hide ") == ["hide 0", "hide 1", "hide 2", "hide 3"])
        #expect(proposals("export ").prefix(3) == ["export har", "export ndjson", "export curl"])
        #expect(proposals("export trust-k").prefix(1) == ["export trust-kubernetes"])
        #expect(proposals("copy cu") == ["copy curl"])
        #expect(proposals("nothing ") == [])
    }

    @Test("A verb that lacks its argument stays on the line and waits for it")
    func incomplete() {
        var dashboard = Scenario.session()
        #expect(dashboard.run("min") == [])
        #expect(dashboard.place == .palette)
        dashboard.type("urn:x")
        #expect(dashboard.press(.enter) == [.send(.refresh(AudienceSet("urn:x")))])
    }

    @Test("Earlier lines come back, whole and ready to run")
    func history() {
        var dashboard = Scenario.session().ran("hide 2").ran("hide 0")
        #expect(dashboard.hideLevel == 0)
        dashboard.press(.character(":"), .up, .up)
        dashboard.press(.enter)
        #expect(dashboard.hideLevel == 2)
    }

    @Test("Esc closes it, and so does erasing in an empty line; an unknown name does nothing")
    func closes() {
        var dashboard = Scenario.session().pressed([.character(":"), .escape])
        #expect(dashboard.place == .flows)
        dashboard.press(.character(":"), .backspace)
        #expect(dashboard.place == .flows)
        #expect(dashboard.run("no such thing") == [])
        #expect(dashboard.place == .palette)
        #expect(dashboard.render().text.contains("nothing is called that"))
    }

    @Test("What is pasted is text of the line, and runs nothing")
    func pastes() {
        var dashboard = Scenario.session().pressed([.character(":")])
        #expect(dashboard.update(.terminal(.pasted("evict-all\nevict\n"))) == [])
        #expect(dashboard.place == .palette)
        #expect(dashboard.render().text.contains("evict-all evict"))
    }

    @Test("What the chosen line does is told whole; what of the others is cut has a mark", arguments: [60, 80, 120])
    func whole(columns: Int) {
        for verb in Verb.allCases {
            let dashboard = Scenario.session(columns: columns, rows: 24).pressed([.character(":")]).typed(verb.rawValue)
            let canvas = dashboard.render()
            let chosen = (0..<24).filter { canvas[$0, columns - 1].style.selection == .focused }
            // Without blanks, since those at a break are gone.
            let text = chosen.map { canvas.text(row: $0).filter { $0 != " " } }.joined()
            #expect(text.hasSuffix(verb.help.filter { $0 != " " }), "\(verb.rawValue)")
        }
        let canvas = Scenario.session(columns: columns, rows: 24).pressed([.character(":")]).render()
        for command in Command.all(in: .standard) {
            let rows = (0..<24).map { canvas.text(row: $0) }.filter { $0.hasPrefix("   \(command.name) ") }
            for row in rows { #expect(row.contains(command.help) || row.hasSuffix("~")) }
        }
    }

    @Test("The chosen line is always in sight, and the count is told", arguments: [(60, 12), (80, 24), (120, 40)])
    func drawn(_ columns: Int, _ rows: Int) {
        var dashboard = Scenario.session(columns: columns, rows: rows).pressed([.character(":")])
        for _ in 0..<30 {
            dashboard.press(.tab)
            let canvas = dashboard.render()
            #expect(
                (0..<rows).contains { canvas[$0, 0].style.selection == .focused && canvas.text(row: $0).hasPrefix(">") }
            )
        }
        #expect(dashboard.render().text.contains("of \(dashboard.commands.count) commands"))
    }
}
