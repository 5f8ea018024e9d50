import Canvas
import ProxyCore
import Testing

@testable import Dashboard

@Suite("The key table")
struct KeymapTests {
    @Test("No two bindings want the same key in the same place")
    func noConflicts() {
        #expect(Keymap.standard.conflicts.map(\.description) == [])
    }

    @Test("A conflict is found and named")
    func findsConflict() {
        let keymap = Keymap([
            Binding([.character("x")], .evict, .act, in: [.tokens], help: "a"),
            Binding([.enter, .character("x")], .open, .look, in: [.flows, .tokens], help: "b"),
        ])
        #expect(keymap.conflicts.map(\.description) == ["x in tokens: evict and open"])
        #expect(keymap.action(for: .character("x"), in: .tokens) == .evict)
    }

    @Test("Every action has a key, and every place has a way out", arguments: Place.allCases)
    func complete(place: Place) {
        let bound = Set(Keymap.standard.bindings.map(\.action))
        #expect(bound == Set(Action.allCases).subtracting([.commandLine]))
        let actions = Set(Keymap.standard.bindings(in: place).map(\.action))
        #expect(!actions.isDisjoint(with: [.back, .keep, .leave, .leaveLine]))
        #expect(actions.contains(.interrupt))
    }

    @Test("Every action has words of its own", arguments: Action.allCases)
    func words(_ action: Action) {
        #expect(!action.words.isEmpty && action.words != action.rawValue)
        #expect(Action.allCases.filter { $0.words == action.words } == [action])
    }

    @Test("No key needs Alt or a function key alone, and no prefix of tmux or screen is the only spelling")
    func spellings() {
        for binding in Keymap.standard.bindings {
            #expect(!binding.keys.isEmpty)
            let good = binding.keys.filter { key in
                if case .function = key { return false }
                return key != .control("a") && key != .control("b")
            }
            #expect(!good.isEmpty, "\(binding.action)")
        }
    }

    @Test("Movement keys never act, and Esc never leaves the program")
    func dangers() {
        let movement: Set<Key> = [
            .up, .down, .pageUp, .pageDown, .home, .end, .character("j"), .character("k"), .control("d"),
        ]
        for binding in Keymap.standard.bindings where !Set(binding.keys).isDisjoint(with: movement) {
            #expect(
                binding.group == .move || binding.group == .answer
                    || binding.places.isSubset(of: [.filtering, .finding]))
        }
        for binding in Keymap.standard.bindings where binding.keys.contains(.escape) {
            #expect([.back, .keep, .leaveLine].contains(binding.action))
        }
    }

    // MARK: - A dashboard for each place

    /// A dashboard whose keys are in a place, with something for every key to do.
    static func dashboard(in place: Place) -> Dashboard {
        switch place {
        case .flows: return Scenario.session(holding: 1187)
        case .tokens:
            var tokens = session([.character("2"), .down])
            tokens.take([.tokenEvicted(Scenario.evicted(3, Scenario.lake))])
            _ = tokens.draw()
            return tokens
        case .events: return session([.character("3"), .up])
        case .inspector:
            return Scenario.session(holding: 1187).pressed([
                .enter, .character("]"), .character("]"), .character("]"), .down,
            ])
        case .split:
            let shrunk = Array(repeating: Key.character("-"), count: 6)
            return Scenario.session(holding: 1187, columns: 120, rows: 32)
                .pressed([.enter, .character("]"), .character("]"), .character("]")] + shrunk + [.down])
        case .reader: return Scenario.session(columns: 80, rows: 16).pressed([.character("2"), .enter, .down])
        case .help: return Scenario.session(columns: 80, rows: 12).pressed([.character("?"), .pageDown])
        case .filtering: return filtering
        case .finding: return finding
        case .evicting: return session([.character("2"), .character("x")])
        case .forgetting: return session([.character("2"), .down, .down, .character("x")])
        case .evictingAll: return session([.character("2"), .character("X"), .character("e")])
        case .leaving: return session([.character("q")])
        case .resending: return Scenario.session(holding: 1184).pressed([.character("R"), .character("P")])
        case .switchingOff: return session([.character("m")])
        case .revealing: return session([.character("2"), .character("Y")])
        case .menu: return session([.character("y")])
        case .palette:
            let dashboard = ["hide 1", "evict", "hide 2"].reduce(session([])) { $0.ran($1) }
            return dashboard.pressed([.character(":"), .up, .up])
        case .columns: return session([.character("C"), .down, .character(" ")])
        case .audience: return Scenario.session(holding: 1187).pressed([.character("a")])
        case .tooSmall: return Scenario.session(columns: 40, rows: 10)
        }
    }

    /// With two filters behind it, and one of them called back.
    private static var filtering: Dashboard {
        var dashboard = Scenario.session()
        for filter in ["st:4xx", "host", "st:401"] {
            dashboard.press(.character("/"), .control("u"))
            dashboard.type(filter)
            dashboard.press(.enter)
        }
        return dashboard.pressed([.character("/"), .up])
    }

    /// In a token's claims, with two searches behind it and one of them called back.
    private static var finding: Dashboard {
        var dashboard = session([.character("2"), .enter])
        for text in ["aud", "exp", "iat"] {
            dashboard.press(.character("/"), .control("u"))
            dashboard.type(text)
            dashboard.press(.enter)
        }
        return dashboard.pressed([.character("/"), .up])
    }

    private static func session(_ keys: [Key]) -> Dashboard { Scenario.session().pressed(keys) }

    @Test("A screen that is too small obeys each of its keys", arguments: Keymap.standard.bindings(in: .tooSmall))
    func tooSmall(binding: Binding) {
        var dashboard = Self.dashboard(in: .tooSmall)
        #expect(dashboard.place == .tooSmall)
        let before = dashboard.draw()
        let effects = dashboard.update(.terminal(.key(binding.keys[0])))
        #expect(!effects.isEmpty || dashboard.draw() != before, "\(binding.action)")
    }

    // MARK: - Hints and help

    @Test("Hints show only keys that work, and always the help", arguments: Place.allCases)
    func hints(place: Place) throws {
        for size in [(80, 24), (60, 12), (120, 40)] where place != .tooSmall {
            var dashboard = Self.dashboard(in: place)
            dashboard.tell(.terminal(.resized(Canvas.Size(columns: size.0, rows: size.1))))
            let line = HintsLine(dashboard).line
            #expect(line.width <= size.0)
            let keys = line.pieces.filter { $0.role == .key }.flatMap { piece in
                String(String.UnicodeScalarView(piece.glyphs.flatMap(\.scalars))).split(separator: " ")
            }
            #expect(!keys.isEmpty)
            let names = dashboard.keymap.bindings(in: dashboard.place).flatMap(\.keys).map {
                $0 == .enter ? "Ent" : $0.name
            }
            for key in keys { #expect(names.contains(String(key)) || key == "Enter", "\(key)") }
            if Place.views.contains(place) { #expect(line.text.hasSuffix("? help")) }
        }
    }

    @Test(
        "Help lists every key that works in the view behind it",
        arguments: Place.allCases.filter { Place.views.contains($0) })
    func help(place: Place) {
        var dashboard = Self.dashboard(in: place)
        let bindings = dashboard.workingBindings(in: place)
        dashboard.press(.character("?"))
        var pages: [String] = []
        for _ in 0..<HelpScreen(dashboard).pages {
            pages.append(dashboard.draw().text)
            dashboard.press(.pageDown)
        }
        let words = Set(
            pages.joined(separator: "\n").split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
        for key in bindings.flatMap(\.keys) {
            let name = key.name.hasPrefix("Ctrl-") ? "^" + key.name.dropFirst(5) : key.name
            #expect(words.contains(name), "\(name)")
        }
        for text in Set(bindings.map(\.help)) {
            #expect(pages.contains { $0.contains(text) }, "\(text)")
        }
    }
}

extension Scenario {
    static func evicted(_ handle: Int, _ audiences: AudienceSet) -> TokenEvicted {
        let handle = TokenHandle(index: handle)
        return TokenEvicted(
            time: now, audiences: audiences, handle: handle, token: TokenID(handle: handle, generation: 1),
            reason: .requested)
    }
}

extension Dashboard {
    func typed(_ text: String) -> Dashboard { pressed(text.map { .character($0) }) }

    /// A line for the palette, and Enter.
    func ran(_ line: String) -> Dashboard { pressed([.character(":")]).typed(line).pressed([.enter]) }

    /// The same with what it asks for.
    mutating func run(_ line: String) -> [Effect] {
        self = pressed([.character(":")]).typed(line)
        return press(.enter)
    }

    func pressed(_ keys: [Key]) -> Dashboard {
        var copy = self
        for key in keys { copy.press(key) }
        return copy
    }
}
