import Canvas
import CursesTerminal
import Testing

extension CursesSuites {
    /// An answer to a question would arrive as keys, or at the shell after the end; a title from elsewhere would lie to its reader.
    @Suite("Nothing is asked of the terminal")
    struct SilenceTests {
        /// Questions, and what sets a title, as ECMA-48 and xterm's `ctlseqs` have them.
        private static func questions(in output: String) -> [String] {
            let forms = [
                try? Regex("\u{1B}\\[[0-9;>=]*c"), try? Regex("\u{1B}\\[\\??[0-9;]*n"), try? Regex("\u{1B}\\[\\?u"),
                try? Regex("\u{1B}\\[1[1-9]t"), try? Regex("\u{1B}\\[2[01]t"),
                try? Regex("\u{1B}\\][012];"), try? Regex("\u{1B}\\][0-9;]*\\?"), try? Regex("\u{1B}P[+$]q"),
                try? Regex("\u{1B}Z"), try? Regex("\u{5}"),
            ]
            return forms.compactMap { $0.flatMap { output.firstMatch(of: $0) }.map { String(output[$0.range]) } }
        }

        @Test(
            "A question is known for one",
            arguments: [
                "\u{1B}[c", "\u{1B}[>0c", "\u{1B}[6n", "\u{1B}[?6n", "\u{1B}[?u", "\u{1B}[18t", "\u{1B}[21t",
                "\u{1B}]0;x", "\u{1B}]2;x", "\u{1B}]11;?", "\u{1B}P+q544e", "\u{1B}P$qm", "\u{1B}Z", "\u{5}",
            ])
        func known(question: String) {
            #expect(Self.questions(in: "before \(question) after").count == 1)
            #expect(Self.questions(in: "\u{1B}[?1049h\u{1B}[22;0;0t\u{1B}[2J\u{1B}]52;c;eA==\u{7}").isEmpty)
        }

        @Test(
            "From the first frame to the last, over a stop and a dump, whatever the text is",
            arguments: ["xterm-256color", "screen-256color", "tmux-256color", "vt100", "vt220", "linux"])
        func asksNothing(term: String) throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened(term: term)
            terminal.present(
                .showing("\u{1B}[6n\u{1B}[c\u{1B}]0;title\u{7}\u{1B}]11;?\u{7}\u{1B}P+q544e\u{1B}\\ hello"))
            var output = pseudo.read(until: "hello")
            terminal.suspend()
            output += pseudo.read(until: "hello")
            terminal.dump("\u{1B}[6n\u{1B}]2;title\u{7}on the normal screen")
            output += pseudo.read(until: "on the normal screen")
            pseudo.type(" ")
            output += pseudo.read(until: "hello")
            _ = terminal.setClipboard("text")
            terminal.present(.showing("the last"))
            output += pseudo.read(until: "the last")
            terminal.close()
            output += pseudo.readRest()
            #expect(Self.questions(in: output) == [])
        }
    }
}
