import Canvas
import CursesTerminal
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension CursesSuites {
    @Suite("Output")
    struct OutputTests {
        @Test("Only what differs is sent, and nothing at all for the same picture")
        func differences() throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            var canvas = Canvas(size: terminal.size)
            for row in 0..<24 { canvas.put(String(repeating: "row \(row) ", count: 8), row: row, column: 0) }
            terminal.present(canvas)
            _ = pseudo.read(until: "row 23")
            terminal.present(canvas)
            canvas.put("changed", row: 12, column: 10, style: Style(.error))
            terminal.present(canvas)
            let sent = pseudo.read(until: "changed")
            #expect(sent.utf8.count < 100, "\(sent.debugDescription)")
            terminal.close()
        }

        @Test("Painting anew sends the whole picture although it is the same")
        func repaint() throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            terminal.present(.showing("hello"))
            _ = pseudo.read(until: "hello")
            terminal.repaint()
            #expect(pseudo.read(until: "hello").contains("hello"))
            terminal.close()
        }

        @Test(
            "Roles become attributes and colours, or attributes alone where colours are not wanted or not there",
            arguments: [
                ("xterm-256color", ColorMode.auto, [:], true), ("xterm-256color", .mono, [:], false),
                ("xterm-256color", .never, [:], false), ("xterm-256color", .auto, ["NO_COLOR": "1"], false),
                ("xterm-256color", .auto, ["CLICOLOR": "0"], false),
                ("xterm-256color", .always, ["NO_COLOR": "1"], true),
                ("vt100", .always, [:], false),
            ] as [(String, ColorMode, [String: String], Bool)])
        func colors(term: String, mode: ColorMode, environment: [String: String], inColor: Bool) throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened(term: term, environment: environment, color: mode)
            terminal.present(.showing("failed", style: Style(.error)))
            let sent = pseudo.read(until: "failed")
            #expect(sent.contains(inColor ? "1;31mfailed" : "1mfailed"))
            terminal.close()
        }

        @Test("Where the locale has no bytes for a glyph, a question mark keeps its place")
        func plainLocale() throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened(locale: "C")
            terminal.present(.showing("[漢]é!"))
            #expect(pseudo.read(until: "!").contains("[? ]?!"))
            terminal.close()
        }

        @Test(
            "LC_ALL decides before LC_CTYPE, and that before LANG; what is empty decides nothing",
            arguments: [
                (["LANG": "C"], false), (["LANG": "C.UTF-8"], true), ([:], false),
                (["LC_CTYPE": "C.UTF-8", "LANG": "C"], true), (["LC_CTYPE": "C", "LANG": "C.UTF-8"], false),
                (["LC_ALL": "C", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"], false),
                (["LC_ALL": "C.UTF-8", "LC_CTYPE": "C", "LANG": "C"], true),
                (["LC_ALL": "", "LC_CTYPE": "", "LANG": "C.UTF-8"], true), (["LC_ALL": "", "LANG": "C"], false),
            ] as [([String: String], Bool)])
        func localeOrder(environment: [String: String], isUTF8: Bool) throws {
            let pseudo = try PseudoTerminal()
            let term = ["TERM": "xterm-256color"].merging(environment) { $1 }
            let terminal = try CursesTerminal.open(.init(environment: term, color: .always, device: pseudo.path))
            terminal.present(.showing("漢é!"))
            #expect(pseudo.read(until: "!").contains(isUTF8 ? "漢é!" : "? ?!"))
            terminal.close()
        }

        @Test("A locale that nobody generated counts by what its name says", arguments: ["xx_YY.UTF-8", "xx_YY.utf8"])
        func missingLocale(locale: String) throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened(locale: locale)
            terminal.present(.showing("漢é!"))
            #expect(pseudo.read(until: "!").contains("漢é!"))
            terminal.close()
        }

        @Test("The bottom-right cell is drawn and nothing scrolls")
        func corner() throws {
            let pseudo = try PseudoTerminal(columns: 20, rows: 4)
            let terminal = try pseudo.opened()
            var canvas = Canvas.showing("top", columns: 20, rows: 4)
            canvas.put("#", row: 3, column: 19)
            terminal.present(canvas)
            let sent = pseudo.read(until: "#")
            #expect(sent.contains("top") && sent.contains("#"))
            canvas.put("漢", row: 3, column: 18)
            canvas.put("end", row: 0, column: 0)
            terminal.present(canvas)
            #expect(pseudo.read(until: "漢").contains("漢"))
            terminal.close()
        }

        @Test("A canvas of another size than the terminal's is cut or padded", arguments: [(10, 3), (200, 60), (1, 1)])
        func otherSize(columns: Int, rows: Int) throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            terminal.present(.showing("x漢x", columns: columns, rows: rows))
            #expect(pseudo.read(until: "x").contains("x"))
            terminal.close()
        }

        @Test("A terminal that does not read delays nobody, and gets the newest picture when it reads again")
        func stoppedReader() throws {
            let pseudo = try PseudoTerminal(columns: 200, rows: 60)
            let terminal = try pseudo.opened()
            let filler = pseudo.fill()
            let canvases = (0..<400).map { Self.full($0) }
            // Nobody reads before the last of them is presented: if one waited for the reader, it would wait for ever.
            for canvas in canvases { terminal.present(canvas) }
            terminal.present(.showing("the newest", columns: 200, rows: 60))
            let sent = pseudo.read(until: "the newest")
            #expect(sent.contains("the newest"))
            #expect(sent.utf8.count - filler < 3 * 200 * 60, "the frames in between were left out")
            terminal.close()
        }

        @Test("A terminal that never reads again can be closed in bounded time, its modes restored")
        func neverRead() throws {
            let pseudo = try PseudoTerminal(columns: 200, rows: 60)
            let before = pseudo.modes
            let terminal = try pseudo.opened()
            pseudo.fill()
            terminal.present(Self.full(1))
            // Without a bound this would never return.
            terminal.close()
            #expect(pseudo.modes == before)
            #expect(pseudo.readRest().hasSuffix("\r"), "the reset string is what it finds when it reads at last")
        }

        @Test("Output that is held goes on when the terminal is given back, to its end")
        func held() throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            let terminal = try pseudo.opened()
            terminal.present(.showing("hello"))
            _ = pseudo.read(until: "hello")
            pseudo.holdOutput()
            terminal.present(.showing("unseen"))
            terminal.close()
            #expect(pseudo.modes == before)
            let end = pseudo.readRest()
            #expect(end.contains("\u{1B}[?1049l") && end.contains("\u{1B}[?25h"))
        }

        @Test("What is on the screen can be read back, glyph for glyph")
        func readBack() async throws {
            let pseudo = try PseudoTerminal(columns: 24, rows: 4)
            let terminal = try pseudo.opened()
            var canvas = Canvas.showing("漢字 cafe\u{301}!", row: 1, columns: 24, rows: 4)
            canvas.put("the last cell", row: 3, column: 11)
            terminal.present(canvas)
            let text = await withCheckedContinuation { answer in terminal.shown { answer.resume(returning: $0) } }
            #expect(text == canvas.text + "\n")
            #expect(text.split(separator: "\n").map(String.init) == ["漢字 cafe\u{301}!", "           the last cell"])
            // Nor does it change what ncurses takes to be there.
            canvas.put("x", row: 0, column: 0)
            terminal.present(canvas)
            #expect(pseudo.read(until: "x").hasSuffix("x"))
            terminal.close()
        }

        @Test("A signal to end is heard although the terminal does not read")
        func signalWhileStuck() async throws {
            let pseudo = try PseudoTerminal(columns: 200, rows: 60)
            let before = pseudo.modes
            let terminal = try pseudo.opened()
            pseudo.fill()
            terminal.present(Self.full(1))
            kill(getpid(), SIGTERM)
            var events = terminal.events.makeAsyncIterator()
            #expect(await events.next() == .terminate(signal: SIGTERM))
            #expect(pseudo.modes == before)
            terminal.close()
        }

        /// A picture that differs in every cell from the one before.
        private static func full(_ number: Int) -> Canvas {
            var canvas = Canvas(size: .init(columns: 200, rows: 60))
            let letter = String(UnicodeScalar(UInt8(97 + number % 26)))
            for row in 0..<60 { canvas.put(String(repeating: letter, count: 200), row: row, column: 0) }
            return canvas
        }
    }
}
