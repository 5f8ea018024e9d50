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
