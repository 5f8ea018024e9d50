import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Keys of the user's own")
struct KeysFileTests {
    private func keymap(_ text: String) throws -> Keymap {
        Keymap.standard.applying(try KeysFile(text, name: "keys.conf"))
    }

    @Test(
        "Keys are written as the dashboard writes them, and as tig's users do",
        arguments: [
            ("x", Key.character("x")), ("Ctrl-d", .control("d")), ("^D", .control("d")), ("<Ctrl-d>", .control("d")),
            ("C-d", .control("d")), ("Space", .character(" ")), ("<Enter>", .enter), ("PgDn", .pageDown),
            ("S-Tab", .backTab),
            ("F12", .function(12)), ("é", .character("é")), ("<", .character("<")), ("^", .character("^")),
        ])
    func reads(name: String, key: Key) { #expect(Key(name: name) == key) }

    @Test("Every key of the table is read back from its name")
    func roundTrip() {
        for key in Keymap.standard.bindings.flatMap(\.keys) { #expect(Key(name: key.name) == key, "\(key.name)") }
    }

    @Test("A user's key takes the place of what it did there, and leads in hints and help")
    func applies() throws {
        let keymap = try keymap("# mine\n\nbind tokens D evict   # like lazygit\nbind flows m none\n")
        #expect(keymap.conflicts.isEmpty)
        #expect(keymap.action(for: .character("D"), in: .tokens) == .evict)
        #expect(keymap.action(for: .character("x"), in: .tokens) == .evict)
        #expect(keymap.action(for: .character("D"), in: .flows) == nil)
        #expect(keymap.action(for: .character("m"), in: .flows) == nil)
        #expect(keymap.action(for: .character("m"), in: .tokens) == .minting)
        #expect(keymap.bindings(in: .tokens).first { $0.action == .evict }?.keys == [.character("D"), .character("x")])
        var configuration = Scenario.configuration()
        configuration.keymap = keymap
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.mint(Scenario.api, "A", 0, 1, at: "14:32:01", took: 5))
        dashboard.press(.character("2"))
        #expect(HintsLine(dashboard).line.text.contains("D X evict"))
        #expect(
            dashboard.pressed([.character("?")]).render().text.contains("D X x")
                || dashboard.pressed([.character("?")]).render().text.contains("D x X"))
        dashboard.press(.character("D"))
        #expect(dashboard.place == .evicting)
    }

    @Test("A key that stole another's place leaves the other its remaining keys")
    func steals() throws {
        let keymap = try keymap("bind generic j refresh")
        #expect(keymap.action(for: .character("j"), in: .flows) == .refresh)
        #expect(keymap.action(for: .down, in: .flows) == .down)
        #expect(keymap.conflicts.isEmpty)
    }

    @Test("A line for one view is the exception to a general one")
    func exceptions() throws {
        let keymap = try keymap("bind tokens D evict\nbind generic D dump")
        #expect(keymap.action(for: .character("D"), in: .tokens) == .evict)
        #expect(keymap.action(for: .character("D"), in: .events) == .dump)
    }

    @Test("A key may stand for a line of the palette")
    func lines() throws {
        var configuration = Scenario.configuration()
        configuration.keymap = try keymap("bind generic F5 :mint urn:orders")
        var dashboard = Dashboard(configuration)
        #expect(dashboard.press(.function(5)) == [.send(.refresh(AudienceSet("urn:orders")))])
        #expect(dashboard.pressed([.character("?")]).render().text.contains(":mint urn:orders"))
    }

    @Test(
        "What cannot be used is refused with its line, and a remedy",
        arguments: [
            ("bind tokens x", "not of the form", 1), ("map x y", "not of the form", 1),
            ("bind trees x evict", "there is no view trees", 1),
            ("bind flows Hyper-x why", "there is no key Hyper-x", 1),
            ("bind flows x fly", "there is no command fly", 1),
            ("bind flows x confirm", "there is no command confirm", 1),
            ("bind events x evict", "evict does nothing in events", 1), ("bind flows Esc why", "Esc is jotop's own", 1),
            ("bind flows Ctrl-c why", "Ctrl-c is jotop's own", 1),
            ("bind flows x :fly away", "there is no command :fly", 1),
            ("# one\nbind tokens D evict\nbind tokens D refresh", "both want D in the same view", 2),
        ])
    func refuses(text: String, reason: String, lines: Int) throws {
        let error = #expect(throws: KeysFileError.self) { try KeysFile(text, name: "keys.conf") }
        #expect(error?.description.contains(reason) == true)
        #expect(error?.lines.count == lines)
        #expect(error?.advice.contains("line \(text.split(separator: "\n").count)") == true)
    }

    @Test(":keys shows the table in force, a user's keys included")
    func shown() throws {
        var configuration = Scenario.configuration(columns: 120, rows: 40)
        configuration.keymap = try keymap("bind flows F6 why")
        let dashboard = Dashboard(configuration).ran("keys")
        #expect(
            dashboard.bodyLines.contains {
                $0.text.contains("bind flows") && $0.text.contains("F6") && $0.text.contains("why")
            })
    }

    // MARK: - In texts

    /// A session whose every key that a text names is another one.
    private func rebound(columns: Int = 120, rows: Int = 40) throws -> Dashboard {
        let lines = [
            "generic F2 pause", "flows F3 follow", "flows F4 filter", "generic F5 find", "generic F6 hide-level",
            "flows F7 preflight", "flows F8 mark", "flows F9 diff", "flows F10 export", "help F11 open",
            "help Ctrl-e page-down", "inspector Ctrl-g down",
            "inspector Ctrl-h up", "flows Ctrl-n switch-filter", "inspector Ctrl-o find", "help Ctrl-p find",
        ]
        var configuration = Scenario.configuration()
        configuration.size = Canvas.Size(columns: columns, rows: rows)
        configuration.keymap = try keymap(lines.map { "bind \($0)\n" }.joined())
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.beginning + Scenario.newer)
        _ = dashboard.draw()
        return dashboard
    }

    @Test("A text that tells what to press names the user's keys")
    func texts() throws {
        var paused = try rebound()
        paused.press(.function(2))
        #expect(paused.render().text.contains("F2 resume  F3 resume at newest"))
        let help = try rebound(rows: 24).pressed([.character("?")]).render().text
        let head = try #require(help.split(separator: "\n").first { $0.contains("searches") })
        #expect(head.contains("Ctrl-p searches") && head.contains("Ctrl-e ") && !head.contains("PgDn"))
        #expect(help.contains("h l choose   F11 presses"))
        var filtered = try rebound()
        filtered.press(.control("n"))
        #expect(filtered.toast?.text == "there is no filter to switch on: F4 writes one")
        var marked = try rebound().pressed([.character("k"), .function(8)])
        marked.press(.character("k"), .function(8))
        #expect(marked.toast?.text == "2 flows are marked: F9 compares them, F10 exports them")
        let small = try rebound(columns: 60, rows: 12).pressed([.character("k"), .enter])
        #expect(small.render().text.contains("Ctrl-g Ctrl-h scroll"))
        var find = small
        find.press(.character("n"))
        #expect(find.toast?.text == "nothing to look for yet: Ctrl-o looks for a text in here")
    }

    @Test("A key that was taken away is named nowhere")
    func takenAway() throws {
        var configuration = Scenario.configuration()
        configuration.keymap = try keymap("bind flows f none\nbind flows / none\n")
        var dashboard = Dashboard(configuration)
        dashboard.take(Scenario.beginning)
        dashboard.press(.character("p"))
        #expect(dashboard.render().text.contains(" p resume"))
        #expect(!dashboard.render().text.contains("resume at newest"))
        dashboard.press(.character("\\"))
        #expect(dashboard.toast?.text == "there is no filter to switch on")
    }
}
