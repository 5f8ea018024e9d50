import Canvas
import CursesTerminal
import Testing

@Suite("Palette")
struct PaletteTests {
    static let table: [(Role, Appearance, Appearance)] = [
        (.text, .init(), .init()),
        (.dim, .init(.dim), .init(.dim)),
        (.header, .init(.underline), .init(.underline)),
        (.warn, .init([], .yellow), .init(.bold)),
        (.error, .init(.bold, .red), .init(.bold)),
        (.info, .init([], .cyan), .init()),
        (.key, .init(.bold), .init(.bold)),
        (.fresh, .init(.bold), .init(.bold)),
        (.match, .init(.reverse, .yellow), .init(.underline)),
        (.cleaned, .init([], .magenta), .init(.underline)),
        (.fault, .init(.underline, .red), .init(.underline)),
        (.rule, .init(.dim), .init(.dim)),
        (.mode, .init(.bold), .init(.bold)),
    ]

    @Test("Each role looks as the design's table says, in colour and without", arguments: table)
    func roles(role: Role, colored: Appearance, mono: Appearance) {
        #expect(Palette(isMono: false).appearance(of: Style(role)) == colored)
        #expect(Palette(isMono: true).appearance(of: Style(role)) == mono)
    }

    @Test("The table has every role") func complete() { #expect(Set(Self.table.map(\.0)) == Set(Role.allCases)) }

    @Test("The selected row is one unbroken bar", arguments: Role.allCases, [true, false])
    func focused(role: Role, isMono: Bool) {
        let appearance = Palette(isMono: isMono).appearance(of: Style(role, selection: .focused))
        #expect(appearance.attributes.contains(.reverse))
        #expect(!appearance.attributes.contains(.dim))
        #expect(appearance.color == .standard)
    }

    @Test(
        "The selected row of a list without the focus is bold and underlined", arguments: Role.allCases, [true, false])
    func unfocused(role: Role, isMono: Bool) {
        let palette = Palette(isMono: isMono)
        let appearance = palette.appearance(of: Style(role, selection: .unfocused))
        #expect(appearance.attributes.isSuperset(of: [.bold, .underline]))
        #expect(!appearance.attributes.contains(.dim))
        #expect(appearance.color == palette.appearance(of: Style(role)).color)
    }

    @Test("Without colour there is none", arguments: Role.allCases)
    func mono(role: Role) { #expect(Palette(isMono: true).appearance(of: Style(role)).color == .standard) }
}

@Suite("Colour mode")
struct ColorModeTests {
    @Test(
        "The flag wins over the environment, and NO_COLOR counts only when it is not empty",
        arguments: [
            (.auto, [:], true), (.auto, ["NO_COLOR": "1"], false), (.auto, ["NO_COLOR": ""], true),
            (.auto, ["CLICOLOR": "0"], false), (.auto, ["CLICOLOR": "1"], true), (.always, ["NO_COLOR": "1"], true),
            (.sixteen, ["NO_COLOR": "1"], true), (.twoFiftySix, ["CLICOLOR": "0"], true), (.never, [:], false),
            (.mono, [:], false),
        ] as [(ColorMode, [String: String], Bool)])
    func decides(mode: ColorMode, environment: [String: String], color: Bool) {
        #expect(mode.allowsColor(in: environment) == color)
    }

    @Test("Each value of --color is known", arguments: ["auto", "always", "never", "mono", "16", "256"])
    func values(text: String) { #expect(ColorMode(rawValue: text) != nil) }
}
