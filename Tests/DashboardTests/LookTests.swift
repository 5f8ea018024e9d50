import Canvas
import CursesTerminal
import Testing

@testable import Dashboard

/// The goldens of the screens say what each cell means; these say what that looks like, with colours and without.
///
/// Light and dark backgrounds need no goldens of their own: no cell has a background, so both get the same bytes.
@Suite("Meanings look as recorded")
struct LookTests {
    private static let names: Set<String> = [
        "flows-hold", "flows-problems", "flows-paused", "why-401", "tokens", "tokens-denied", "claims", "events-denied",
        "evict", "help-flows", "toast-missed", "filter-error", "minting-off", "menu-export",
    ]
    private static let all =
        ScreenTests.shots + ListScreenTests.shots + IdentityScreenTests.shots + ActingScreenTests.shots
    static let shots = all.filter { names.contains($0.name) }

    @Test("In mono, where weight and lines carry everything", arguments: shots)
    func mono(_ shot: Shot) throws { try check(shot, Looks(isMono: true), "mono") }

    @Test(
        "In mono on a wide screen, where a pane and its list stand together",
        arguments: shots.filter {
            ["flows-hold", "flows-paused", "why-401", "tokens", "claims", "events-denied", "evict", "help-flows"]
                .contains($0.name)
        })
    func wide(_ shot: Shot) throws { try check(shot, Looks(isMono: true), "mono", columns: 120, rows: 40) }

    @Test("With the terminal's own colours", arguments: shots)
    func color(_ shot: Shot) throws { try check(shot, Looks(isMono: false), "color") }

    @Test("No colour is used that vanishes on a light background or a dark one, and none alone", arguments: all)
    func backgrounds(_ shot: Shot) {
        var dashboard = shot.make(120, 40)
        let canvas = dashboard.draw()
        let (colored, mono) = (Looks(isMono: false), Looks(isMono: true))
        for style in Set(canvas.cells.map(\.style)) {
            #expect([.standard, .red, .yellow, .magenta, .cyan].contains(colored.appearance(of: style).color))
            #expect(mono.appearance(of: style).color == .standard)
        }
        // What is red or yellow is also said: by a mark, a word, or its weight in mono.
        for role in [Role.warn, .error] {
            #expect(mono.appearance(of: Style(role)) != mono.appearance(of: Style(.text)))
        }
    }

    private func check(
        _ shot: Shot, _ palette: Looks, _ name: String, columns: Int = 80, rows: Int = 24
    ) throws {
        var dashboard = shot.make(columns, rows)
        let canvas = dashboard.draw()
        let looks = (0..<canvas.size.rows).map { row in
            let text = (0..<canvas.size.columns).map { Self.letter(palette.appearance(of: canvas[row, $0].style)) }
            return "|" + String(text.reversed().drop { $0 == "." }.reversed())
        }
        let screen = (0..<canvas.size.rows).map { "|" + canvas.text(row: $0) }
        try Golden.check(
            (screen + ["looks"] + looks).joined(separator: "\n") + "\n", "look-\(name)-\(shot.name)-\(columns)x\(rows)")
    }

    /// `.` plain, `d` dim, `b` bold, `u` underlined, `v` reverse, capitals for those with more than one of these; the first
    /// letter of a colour, a capital if bold.
    private static func letter(_ appearance: Appearance) -> Character {
        let attributes = appearance.attributes
        switch appearance.color {
        case .red: return attributes.contains(.bold) ? "R" : "r"
        case .yellow: return attributes.contains(.reverse) ? "Y" : "y"
        case .magenta: return "m"
        case .cyan: return "c"
        case .standard: break
        }
        switch attributes {
        case []: return "."
        case .dim: return "d"
        case .bold: return "b"
        case .underline: return "u"
        case .reverse: return "v"
        case [.bold, .underline]: return "B"
        case [.reverse, .bold]: return "V"
        case [.reverse, .underline]: return "U"
        default: return "?"
        }
    }
}
