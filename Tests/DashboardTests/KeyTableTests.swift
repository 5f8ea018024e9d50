import Canvas
import ProxyCore
import Testing

@testable import Dashboard

/// Each key of the table, pressed wherever the table says that it works, on a small screen and on a wide one.
@Suite("The whole key table")
struct KeyTableTests {
    struct Press: Sendable, CustomTestStringConvertible {
        let place: Place
        let key: Key
        let size: Canvas.Size

        var testDescription: String { "\(key.name) in \(place.rawValue) at \(size.columns)x\(size.rows)" }
    }

    static let sizes = [Canvas.Size(columns: 80, rows: 24), Canvas.Size(columns: 120, rows: 40)]

    /// An inspector has a small screen to itself and stands beside the list on a wide one; a screen that is too small is neither.
    static let presses: [Press] = sizes.flatMap { size in
        Place.allCases.filter { exists($0, at: size) }.flatMap { place in
            Keymap.standard.bindings(in: place).flatMap { binding in
                binding.keys.map { Press(place: place, key: $0, size: size) }
            }
        }
    }

    private static func exists(_ place: Place, at size: Canvas.Size) -> Bool {
        switch place {
        case .inspector: size == sizes[0]
        case .split: size == sizes[1]
        case .tooSmall: false
        default: true
        }
    }

    private static func dashboard(for press: Press) -> Dashboard {
        var dashboard = KeymapTests.dashboard(in: press.place)
        dashboard.tell(.terminal(.resized(press.size)))
        // Esc on a list ends its filter, so there has to be one.
        if Place.lists.contains(press.place), [.escape, .character("\\")].contains(press.key) {
            dashboard.press(.character("/"), .character("e"), .enter)
        }
        // The help is on its last page.
        if press.place == .help, [.pageDown, .control("f")].contains(press.key) { dashboard.press(.pageUp) }
        _ = dashboard.draw()
        return dashboard
    }

    /// What says where one is already: it works from every other view.
    private static func isThere(_ action: Action, _ place: Place) -> Bool {
        switch (action, place) {
        case (.showFlows, .flows), (.showFlows, .inspector), (.showFlows, .split): true
        case (.showTokens, .tokens), (.showTokens, .reader), (.showEvents, .events): true
        default: false
        }
    }

    @Test("Each key shows, asks, says or does something", arguments: presses)
    func press(_ press: Press) throws {
        var dashboard = Self.dashboard(for: press)
        #expect(dashboard.place == press.place)
        let binding = try #require(dashboard.keymap.binding(for: press.key, in: press.place))
        let before = (frame: dashboard.draw(), place: dashboard.place)
        let effects = dashboard.update(.terminal(.key(press.key)))
        let after = dashboard.draw()
        let answers = !effects.isEmpty || dashboard.place != before.place || dashboard.toast != nil
        switch binding.group {
        case .act, .out: #expect(answers, "an order, a question, or word why not")
        case .move where isAllShown(dashboard): break
        default: #expect(answers || after != before.frame || Self.isThere(binding.action, press.place))
        }
    }

    /// A text that has room for all of itself has nowhere to be scrolled to.
    private func isAllShown(_ dashboard: Dashboard) -> Bool {
        switch dashboard.place {
        case .help: HelpScreen(dashboard).pages == 1
        case .reader, .inspector, .split: dashboard.bodyLines.count <= dashboard.bodyHeight
        default: false
        }
    }

    @Test("In a replay no key is offered that there is no proxy for", arguments: sizes)
    func replayed(size: Canvas.Size) {
        for keys in [[], [.enter], [.character("2")], [.character("2"), .enter], [.character("3")]] as [[Key]] {
            var start = Scenario.session(holding: 1187, columns: size.columns, rows: size.rows)
            start.playback = .standing
            start = start.pressed(keys)
            for binding in start.workingBindings(in: start.place) where binding.group != .move {
                var dashboard = start
                _ = dashboard.update(.terminal(.key(binding.keys[0])))
                #expect(dashboard.toast?.text != "a replay: there is no proxy to do that", "\(binding.keys[0].name)")
            }
            #expect(!HintsLine(start).line.text.contains("refresh"))
        }
    }

    @Test("In an inspector none is offered that has nothing to be about: a request without a token, one that runs")
    func inspected() {
        func actions(_ flow: UInt64) -> [Action] {
            let dashboard = Scenario.session(holding: flow, columns: 120, rows: 40).pressed([.enter])
            return dashboard.workingBindings(in: dashboard.place).map(\.action)
        }
        #expect(!actions(1189).contains { [.diff, .verify, .bisect].contains($0) })
        #expect(actions(1189).contains(.replay) && actions(1189).contains(.refresh))
        #expect(!actions(1194).contains { [.bisect, .replay].contains($0) })
        #expect(actions(1186).contains(.diff) && actions(1186).contains(.verify) && actions(1186).contains(.bisect))
    }

    private static let aboutFlow: Set<Action> = [
        .why, .otherEnd, .diff, .verify, .refresh, .replay, .bisect, .setAudience,
    ]

    @Test("Each key that an inspector offers does what it says, and does not say why not")
    func inspectorsOffer() {
        for flow in [1186, 1187, 1189, 1194] as [UInt64] {
            let start = Scenario.session(holding: flow, columns: 120, rows: 40).pressed([.enter, .character("]")])
            for binding in start.workingBindings(in: start.place) where Self.aboutFlow.contains(binding.action) {
                var dashboard = start
                _ = dashboard.update(.terminal(.key(binding.keys[0])))
                let text = dashboard.toast?.text ?? ""
                let refusals = [
                    "no token", "carried no", "nothing to", "never asked", "still running", "the first of its kind",
                ]
                #expect(!refusals.contains { text.contains($0) }, "\(binding.keys[0].name) on \(flow): \(text)")
            }
        }
    }

    @Test("The hints leave out what the inspector's head names, and begin with what its tab is read for")
    func inspectorHints() {
        func hints(_ columns: Int, _ keys: [Key]) -> String {
            HintsLine(Scenario.session(holding: 1187, columns: columns, rows: 40).pressed([.enter] + keys)).line.text
        }
        let token: [Key] = [.character("["), .character("[")]
        #expect(hints(80, token).hasPrefix(" Esc q back  y copy  v verify  e export"))
        #expect(!hints(80, token).contains("[ ]"))
        #expect(hints(120, token).contains("[ ] tab"), "below a list the head has no room for them")
        #expect(!hints(200, token).contains(", ."))
        #expect(!hints(80, []).contains("w why"), "that is where one is")
        #expect(hints(80, token).contains("w why"))
    }

    @Test("Tokens on a small screen have hints for checking and copying")
    func tokenHints() {
        let line = HintsLine(Scenario.session().pressed([.character("2")])).line.text
        for hint in ["Ent claims", "r refresh", "x X evict", "v verify", "y copy", "? help"] {
            #expect(line.contains(hint))
        }
    }

    @Test("Where there is nothing yet, each key that is offered shows, asks, says or does something", arguments: sizes)
    func empty(size: Canvas.Size) {
        for view in ["1", "2", "3"] {
            var start = Dashboard(Scenario.configuration(columns: size.columns, rows: size.rows))
            start.press(.character(Character(view)))
            for binding in start.workingBindings(in: start.place) where binding.group != .move {
                var dashboard = start
                let before = dashboard.draw()
                let effects = dashboard.update(.terminal(.key(binding.keys[0])))
                let isStill = effects.isEmpty && dashboard.draw() == before
                let isThere = Self.isThere(binding.action, start.place) || binding.action == .follow
                #expect(!isStill || isThere, "\(binding.keys[0].name) in \(start.place.rawValue)")
            }
        }
    }
}
