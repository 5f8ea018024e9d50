import Canvas
import CursesTerminal
import Testing

@Suite("Colours of the user's own")
struct ColorsFileTests {
    private func file(_ text: String) throws -> ColorsFile { try ColorsFile(text, name: "colors.conf") }

    @Test(
        "A role is followed by a colour, by attributes, or by both",
        arguments: [
            ("error = magenta,bold", Role.error, Appearance(.bold, .magenta)),
            ("  dim=default  # as the text", .dim, Appearance()),
            ("rule = underline , dim", .rule, Appearance([.underline, .dim])),
            ("match\t=\tcyan, reverse", .match, Appearance(.reverse, .cyan)),
        ])
    func reads(line: String, role: Role, look: Appearance) throws {
        #expect(try file("# mine\n\n" + line).looks == [role: look])
    }

    @Test(
        "What is no role, no colour that is seen on every background, and no attribute is refused with its line",
        arguments: [
            ("error", ColorsFileError.Fault.form), ("fatal = red", .unknownRole("fatal")),
            ("error = blue", .unknownLook("blue")), ("error = white", .unknownLook("white")),
            ("error = black", .unknownLook("black")), ("error = green", .unknownLook("green")),
            ("error = brightred", .unknownLook("brightred")), ("error = bold,red", .unknownLook("red")),
            ("error =", .unknownLook("")), ("warn = red\nwarn = cyan", .repeated("warn")),
        ])
    func refuses(text: String, fault: ColorsFileError.Fault) {
        let error = #expect(throws: ColorsFileError.self) { try file(text) }
        #expect(error?.fault == fault)
        #expect(error?.number == text.split(separator: "\n").count)
        #expect(error?.advice.contains("line") == true)
    }

    @Test("Every role has a name that the file can have")
    func roles() throws {
        for role in Role.allCases { #expect(try file("\(role.name) = cyan").looks.keys.first == role) }
    }

    @Test("What is chosen counts where there are colours; the bar of the selected row stays one bar")
    func palette() throws {
        let colors = try file("error = cyan,underline\n")
        let (colored, mono) = (Palette(isMono: false, colors: colors), Palette(isMono: true, colors: colors))
        #expect(colored.appearance(of: Style(.error)) == Appearance(.underline, .cyan))
        #expect(colored.appearance(of: Style(.warn)) == Palette(isMono: false).appearance(of: Style(.warn)))
        #expect(colored.appearance(of: Style(.error, selection: .focused)) == Appearance([.reverse, .underline]))
        #expect(mono.appearance(of: Style(.error)) == Palette(isMono: true).appearance(of: Style(.error)))
    }
}
