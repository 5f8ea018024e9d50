import CursesTerminal
import Testing

@Suite("Terminal errors")
struct TerminalErrorTests {
    @Test(
        "Each says what is wrong and what to do instead",
        arguments: [
            (.notATerminal, "stdout", "jotop --headless"),
            (.unknownTerminal(""), "TERM is not set", "TERM=xterm-256color"),
            (.unknownTerminal("weird"), "TERM=weird", "TERM=xterm-256color"),
            (.dumbTerminal("dumb"), "TERM=dumb cannot move the cursor", "--log-format text"),
            (.cannotOpen(reason: "no file descriptor left"), "no file descriptor left", "--log-format text"),
        ] as [(TerminalError, String, String)])
    func texts(error: TerminalError, cause: String, remedy: String) {
        let lines = error.description.split(separator: "\n")
        #expect(lines.first?.contains(cause) == true)
        #expect(lines.dropFirst().contains { $0.contains(remedy) })
        #expect(lines.allSatisfy { $0.count <= 120 })
    }

    @Test("A name from the environment cannot command the terminal")
    func hostileName() { #expect(!TerminalError.unknownTerminal("\u{1B}[2J").description.contains("\u{1B}")) }
}
