import Canvas
import CursesTerminal
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension CursesSuites {
    @Suite("Lifecycle")
    struct LifecycleTests {
        @Test(
            "Opening takes the terminal over and closing gives it back, as often as one likes",
            arguments: ["xterm-256color", "screen-256color", "tmux-256color"])
        func openAndClose(term: String) throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            for round in 1...3 {
                let terminal = try pseudo.opened(term: term)
                #expect(pseudo.modes != before)
                terminal.present(.showing("round \(round)"))
                let start = pseudo.read(until: "round \(round)")
                for switchedOn in ["\u{1B}[?1049h", "\u{1B}[?25l", "\u{1B}[?2004h", "\u{1B}[?1004h"] {
                    #expect(start.contains(switchedOn))
                }
                terminal.close()
                #expect(pseudo.modes == before)
                let end = pseudo.readRest()
                for switchedOff in ["\u{1B}[?1049l", "\u{1B}[?2004l", "\u{1B}[?1004l"] {
                    #expect(end.contains(switchedOff))
                }
                #expect(end.contains("\u{1B}[?25h") || end.contains("\u{1B}[34h\u{1B}[?25h"))
                terminal.close()
                #expect(pseudo.readRest().isEmpty, "closing again does nothing")
            }
        }

        @Test("A terminal that is dropped without having been closed is given back")
        func dropped() throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            do { _ = try pseudo.opened() }
            #expect(pseudo.modes == before)
            #expect(pseudo.read(until: "\u{1B}[?1049l").contains("\u{1B}[?1049l"))
        }

        @Test("Its events end when it is closed")
        func eventsEnd() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            terminal.close()
            for await event in terminal.events { Issue.record("unexpected \(event)") }
            #expect(pseudo.readRest().contains("\u{1B}[?1049l"))
        }

        @Test(
            "Hardware terminals are spared modes that they have never heard of", arguments: ["vt100", "vt220", "linux"])
        func hardware(term: String) throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            let terminal = try pseudo.opened(term: term)
            terminal.present(.showing("hello"))
            let start = pseudo.read(until: "hello")
            terminal.close()
            let all = start + pseudo.readRest()
            #expect(all.contains("hello"))
            for mode in ["2004", "1004", "1049"] { #expect(!all.contains(mode)) }
            #expect(pseudo.modes == before)
        }

        @Test(
            "What cannot be drawn on is refused, each case with its own error and a remedy",
            arguments: [
                ("dumb", TerminalError.dumbTerminal("dumb")), ("unknown", .unknownTerminal("unknown")),
                ("", .unknownTerminal("")), ("no-such-terminal", .unknownTerminal("no-such-terminal")),
            ])
        func refused(term: String, error: TerminalError) throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            #expect(throws: error) { try pseudo.opened(term: term) }
            #expect(error.description.contains("jotop --headless --log-format text"))
            #expect(pseudo.modes == before)
            #expect(pseudo.readRest().isEmpty)
        }

        @Test("What is no terminal is refused")
        func noTerminal() {
            #expect(throws: TerminalError.notATerminal) {
                try CursesTerminal.open(.init(environment: ["TERM": "xterm"], device: "/dev/null"))
            }
            #expect(throws: TerminalError.cannotOpen(reason: "/no/such/tty: No such file or directory")) {
                try CursesTerminal.open(.init(environment: ["TERM": "xterm"], device: "/no/such/tty"))
            }
        }

        @Test("A second terminal is refused while one is open, and does not disturb it")
        func second() throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            let other = try PseudoTerminal()
            #expect(throws: TerminalError.cannotOpen(reason: "it is open already")) { try other.opened() }
            terminal.present(.showing("still here"))
            #expect(pseudo.read(until: "still here").contains("still here"))
            terminal.close()
        }

        @Test("When the terminal hangs up, that is told once and everything ends")
        func hangUp() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            terminal.present(.showing("hello"))
            _ = pseudo.read(until: "hello")
            pseudo.hangUp()
            var events: [TerminalEvent] = []
            for await event in terminal.events { events.append(event) }
            #expect(events == [.lost])
            terminal.present(.showing("nobody sees this"))
            terminal.close()
        }

        @Test("A new size is taken over when the signal comes, and the whole screen drawn anew")
        func resize() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            #expect(terminal.size == .init(columns: 80, rows: 24))
            terminal.present(.showing("hello"))
            _ = pseudo.read(until: "hello")
            pseudo.resize(columns: 41, rows: 7)
            kill(getpid(), SIGWINCH)
            var events = terminal.events.makeAsyncIterator()
            #expect(await events.next() == .resized(.init(columns: 41, rows: 7)))
            #expect(terminal.size == .init(columns: 41, rows: 7))
            #expect(pseudo.read(until: "hello").contains("hello"))
            terminal.close()
        }

        @Test("A storm of resizes ends with the last size")
        func resizeStorm() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            for count in 1...100 {
                pseudo.resize(columns: 20 + count, rows: 5 + count % 20)
                kill(getpid(), SIGWINCH)
                terminal.present(.showing("frame \(count)", columns: 20 + count, rows: 5 + count % 20))
                _ = pseudo.readRest()
            }
            let last = Canvas.Size(columns: 120, rows: 5)
            for await event in terminal.events where event == .resized(last) { break }
            #expect(terminal.size == last)
            terminal.close()
        }

        @Test("A terminal without a size is taken for 80 x 24, and the smallest one works")
        func oddSizes() throws {
            let sizeless = try PseudoTerminal(columns: 0, rows: 0)
            let usual = try sizeless.opened()
            #expect(usual.size == .init(columns: 80, rows: 24))
            usual.present(.showing("hello"))
            #expect(sizeless.read(until: "hello").contains("hello"))
            usual.close()
            let pseudo = try PseudoTerminal(columns: 1, rows: 1)
            let smallest = try pseudo.opened()
            #expect(smallest.size == .init(columns: 1, rows: 1))
            smallest.present(.showing("x", columns: 1, rows: 1))
            #expect(pseudo.read(until: "x").contains("x"))
            smallest.close()
        }
    }
}
