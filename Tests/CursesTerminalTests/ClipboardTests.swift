import Canvas
import CursesTerminal
import Testing

extension CursesSuites {
    @Suite("Clipboard and plain dump")
    struct ClipboardTests {
        @Test(
            "A text goes to the terminal's clipboard as OSC 52, whole",
            arguments: [
                ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
                ("curl 'http://127.0.0.1:8080/é'\n", "Y3VybCAnaHR0cDovLzEyNy4wLjAuMTo4MDgwL8OpJwo="),
            ])
        func copies(text: String, encoded: String) throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            terminal.present(.showing("before"))
            _ = pseudo.read(until: "before")
            #expect(terminal.setClipboard(text))
            let sequence = "\u{1B}]52;c;\(encoded)\u{07}"
            #expect(pseudo.read(until: sequence).contains(sequence))
            terminal.close()
        }

        @Test("What is too long for a terminal is not sent at all")
        func tooLong() throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            #expect(!terminal.setClipboard(String(repeating: "x", count: CursesTerminal.clipboardLimit / 4 * 3 + 1)))
            terminal.close()
            #expect(!pseudo.readRest().contains("]52;"))
        }

        @Test("What is ordered together with the end is still sent")
        func lastWord() throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            #expect(terminal.setClipboard("foo"))
            terminal.close()
            #expect(pseudo.readRest().contains("]52;c;Zm9v\u{07}"))
        }

        @Test(
            "Terminals that would print the sequence are not sent one",
            arguments: [
                ("xterm-256color", true), ("tmux-256color", true), ("screen-256color", true), ("linux", false),
                ("vt100", false), ("dumb", false), ("", false),
            ])
        func terminals(term: String, takes: Bool) {
            #expect(CursesTerminal.takesClipboard(environment: ["TERM": term]) == takes)
        }

        @Test("A dump stands on the normal screen, no canvas comes through, and any key brings the picture back")
        func dump() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            var events = terminal.events.makeAsyncIterator()
            terminal.present(.showing("picture"))
            _ = pseudo.read(until: "picture")
            terminal.dump("one\ntwo\u{1B}[2J")
            let shown = pseudo.read(until: "-- any key returns --")
            #expect(shown.contains("\u{1B}[?1049l"))
            #expect(shown.contains("one\r\ntwo\\x1b[2J\r\n"))
            terminal.present(.showing("another"))
            pseudo.type("x")
            let back = pseudo.read(until: "another")
            #expect(back.contains("\u{1B}[?1049h"))
            // The key that ended it means nothing else.
            #expect(await events.next() == .resumed)
            #expect(await events.next() == .resized(Canvas.Size(columns: 80, rows: 24)))
            pseudo.type("y")
            #expect(await events.next() == .key(.character("y")))
            terminal.close()
        }

        @Test("What is pasted over a dump ends it and is nothing more")
        func pasted() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            var events = terminal.events.makeAsyncIterator()
            terminal.dump("text")
            _ = pseudo.read(until: "returns --")
            pseudo.type("\u{1B}[200~Xy\revict\r\u{1B}[201~")
            #expect(await events.next() == .resumed)
            _ = await events.next()
            pseudo.type("z")
            #expect(await events.next() == .key(.character("z")))
            terminal.close()
        }

        @Test("Ending while a dump is shown leaves the terminal as it was found")
        func endsDuringDump() throws {
            let pseudo = try PseudoTerminal()
            let found = pseudo.modes
            let terminal = try pseudo.opened()
            terminal.dump("text")
            _ = pseudo.read(until: "returns --")
            terminal.close()
            #expect(pseudo.modes == found)
        }
    }
}
