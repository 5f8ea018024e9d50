import Canvas
import FlowFilter
import ProxyCore
import Testing

@testable import Dashboard

@Suite("Searching the help")
struct HelpSearchTests {
    private func lines(_ dashboard: Dashboard) -> String {
        let canvas = dashboard.render()
        return (4..<22).map { canvas.text(row: $0) }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    @Test("Only lines with what is typed are left; Enter keeps them, Esc leaves the line, and Esc again closes")
    func search() {
        var dashboard = Scenario.session().pressed([.character("?")])
        let all = lines(dashboard)
        dashboard.press(.character("/"))
        dashboard.type("evict")
        #expect(dashboard.place == .finding)
        #expect(lines(dashboard).contains("undo refresh or evict"))
        #expect(!lines(dashboard).contains("half page"))
        #expect(dashboard.render().text(row: 22).hasPrefix(" / evict"))
        dashboard.press(.enter)
        #expect(dashboard.place == .help)
        #expect(!lines(dashboard).contains("half page"))
        let kept = lines(dashboard)
        dashboard.press(.character("/"), .control("u"))
        dashboard.type("quit")
        #expect(lines(dashboard) != kept)
        dashboard.press(.escape)
        #expect(dashboard.place == .help)
        #expect(lines(dashboard) == kept)
        dashboard.press(.character("/"), .control("u"), .enter)
        #expect(lines(dashboard) == all)
        dashboard.press(.escape)
        #expect(dashboard.place == .flows)
    }

    @Test("What no key does is said, and the next help begins anew")
    func nothing() {
        var dashboard = Scenario.session().pressed([.character("?"), .character("/")])
        dashboard.type("zzz")
        #expect(lines(dashboard).contains("no key here does that"))
        dashboard.press(.enter, .escape, .character("?"))
        #expect(!lines(dashboard).contains("no key here does that"))
    }

    // MARK: - The highlighted line

    /// The screen line under the bar, without what surrounds the bar.
    private func highlighted(_ dashboard: Dashboard) -> String {
        let canvas = dashboard.render()
        let cells = (0..<canvas.size.rows).flatMap { canvas[row: $0] }.filter { $0.style.selection == .focused }
        return String(String.UnicodeScalarView(cells.compactMap(\.glyph).flatMap(\.scalars)))
    }

    @Test("Enter presses the first key of the highlighted line, in the view behind the help")
    func runs() {
        var dashboard = Scenario.session().pressed([.character("2"), .down, .character("?"), .character("/")])
        dashboard.type("evict one")
        dashboard.press(.enter)
        #expect(highlighted(dashboard).contains("x X"))
        #expect(dashboard.render().text(row: 22).hasSuffix("Enter presses x"))
        dashboard.press(.enter)
        #expect(dashboard.place == .evicting)
        #expect(dashboard.render().text.contains("Evict B1?"))
        var nothing = Scenario.session().pressed([.character("?"), .character("/")]).typed("zzz")
        nothing.press(.enter, .enter)
        #expect(nothing.place == .help)
    }

    @Test("Of a line's keys another one can be chosen, and it is the one that is pressed")
    func chooses() {
        var dashboard = Scenario.session().pressed([.character("2"), .down, .character("?"), .character("/")])
        dashboard.type("evict one")
        dashboard.press(.enter, .character("l"))
        #expect(dashboard.render().text(row: 22).hasSuffix("Enter presses X"))
        #expect(dashboard.pressed([.enter]).place == .evictingAll)
        #expect(dashboard.pressed([.character("l"), .enter]).place == .evicting)
        #expect(dashboard.pressed([.left, .enter]).place == .evicting)
        #expect(dashboard.pressed([.right, .down, .up, .enter]).place == .evicting)
    }

    @Test("On a wide screen the line says what the chosen key does")
    func words() {
        var dashboard = Scenario.session(columns: 120, rows: 40).pressed([.character("?")])
        #expect(dashboard.render().text(row: 38).hasSuffix("h l choose   Enter presses j: one row down"))
        dashboard.press(.character("l"))
        #expect(dashboard.render().text(row: 38).hasSuffix("h l choose   Enter presses k: one row up"))
        let underlined = dashboard.render()[row: 4].filter { $0.style.role == .header }
        let chosen = underlined.compactMap { $0.glyph?.scalars.first }
        #expect(chosen == ["k"])
    }

    @Test("A line with one key says so")
    func onlyKey() {
        var dashboard = Scenario.session().pressed([.character("?"), .character("/")])
        dashboard.type("problems only")
        dashboard.press(.enter, .character("l"))
        #expect(dashboard.toast?.text == "this line has no other key to press")
        #expect(dashboard.render().text(row: 22).hasSuffix("Enter presses !"))
        #expect(dashboard.place == .help)
    }

    /// All pages of the help.
    private func pages(_ change: (inout Dashboard.Configuration) -> Void) -> String {
        var configuration = Scenario.configuration()
        change(&configuration)
        var dashboard = Dashboard(configuration).pressed([.character("?")])
        var text = ""
        for _ in 0..<HelpScreen(dashboard).pages {
            text += dashboard.draw().text + "\n"
            dashboard.press(.pageDown)
        }
        return text
    }

    @Test("The commands that have no key stand there too, as far as this session can do them")
    func commands() {
        let all = pages { $0.allowsFaults = true }
        for verb in Verb.allCases {
            #expect(all.contains(":\(verb.rawValue)\(verb.argument.map { " " + $0 } ?? "")  "), "\(verb.rawValue)")
            #expect(all.contains(verb.brief), "\(verb.brief)")
        }
        let usual = pages { _ in }
        #expect(!usual.contains(":fault WHAT") && !usual.contains(":clock +") && usual.contains(":mint AUDIENCE"))
        let readOnly = pages { $0.isReadOnly = true }
        #expect(!readOnly.contains(":mint") && readOnly.contains(":snap [FILE]"))
    }

    @Test("Behind the keys stand filters, marks and states, each of them, and none is a key to be pressed")
    func notes() {
        var dashboard = Scenario.session().pressed([.character("?")])
        #expect(dashboard.render().text.contains("PgDn"))
        var text = ""
        for _ in 0..<HelpScreen(dashboard).pages {
            text += dashboard.render().text + "\n"
            dashboard.press(.pageDown)
        }
        for key in FilterKey.allCases where key != .is { #expect(text.contains("\(key.example) ")) }
        for trait in FilterTrait.allCases { #expect(text.contains("is:\(trait.rawValue) ")) }
        for alias in FilterAlias.allCases { #expect(text.contains("\(alias.rawValue) ")) }
        for state in TokenRow.State.allCases { #expect(text.contains(" \(state.rawValue) ")) }
        dashboard.press(.end, .enter)
        #expect(dashboard.place == .help)
        #expect(dashboard.render().text(row: 22) == " Flows: only keys that work here are listed")
    }

    @Test("What is looked for is found among them too")
    func searchesNotes() {
        var dashboard = Scenario.session().pressed([.character("?"), .character("/")])
        dashboard.type("life left")
        #expect(lines(dashboard).contains("left<5m"))
    }

    @Test("What a line does is given back as orders, as its key would give them")
    func orders() {
        var dashboard = Scenario.session(holding: 1187).pressed([.character("?"), .character("/")])
        dashboard.type("refresh from STS")
        dashboard.press(.enter)
        #expect(dashboard.press(.enter) == [.send(.refresh(Scenario.billing))])
        #expect(dashboard.place == .flows)
    }

    @Test("The bar goes through every line once, down and up, and over the pages")
    func everyLine() {
        for (columns, rows) in [(60, 12), (80, 24), (120, 40)] {
            var dashboard = Scenario.session(columns: columns, rows: rows).pressed([.character("?")])
            let screen = HelpScreen(dashboard)
            var down = [highlighted(dashboard)]
            for _ in 1..<screen.entries.count {
                dashboard.press(.down)
                down.append(highlighted(dashboard))
            }
            for (line, entry) in zip(down, screen.entries) {
                #expect(line.contains(entry.text.prefix(4)) && line.contains(entry.keys.prefix(1)), "\(line)")
            }
            #expect(highlighted(dashboard.pressed([.down])) == down.last)
            #expect(highlighted(dashboard.pressed([.home])) == down.first)
            var up = [highlighted(dashboard)]
            for _ in 1..<screen.entries.count {
                dashboard.press(.character("k"))
                up.append(highlighted(dashboard))
            }
            #expect(up.reversed() == down)
            let turned = (0..<screen.pages).map { page in
                highlighted(dashboard.pressed(Array(repeating: .pageDown, count: page)))
            }
            #expect(Set(turned).count == screen.pages && highlighted(dashboard.pressed([.end])) == down.last)
        }
    }

    @Test("Whatever changes what is looked for, the bar is on the first line that is left", arguments: [true, false])
    func firstLine(_ isPasted: Bool) {
        var dashboard = Scenario.session().pressed([.character("?"), .down, .down, .character("/")])
        #expect(dashboard.dialog == .help(entry: 2))
        if isPasted { dashboard.tell(.terminal(.pasted("undo"))) } else { dashboard.type("undo") }
        #expect(dashboard.dialog == .help(entry: 0))
        #expect(highlighted(dashboard).contains("undo"))
    }

    @Test("A paste and Ctrl-u change the line, and nothing else")
    func editing() {
        var dashboard = Scenario.session().pressed([.character("?"), .character("/")])
        dashboard.tell(.terminal(.pasted("undo")))
        #expect(dashboard.helpSearch.text == "undo")
        dashboard.press(.control("u"))
        #expect(dashboard.helpSearch.text.isEmpty)
        #expect(dashboard.place == .finding)
    }
}
