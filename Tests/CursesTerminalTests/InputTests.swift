import Canvas
import CursesTerminal
import Synchronization
import Testing

extension CursesSuites {
    @Suite("Input")
    struct InputTests {
        static let keys: [(String, Key)] = [
            ("a", .character("a")), ("Z", .character("Z")), ("é", .character("é")), ("漢", .character("漢")),
            ("\u{1F680}", .character("\u{1F680}")), ("\u{1B}", .escape), ("\r", .enter), ("\n", .enter), ("\t", .tab),
            ("\u{7F}", .backspace), ("\u{08}", .backspace), ("\u{03}", .control("c")), ("\u{04}", .control("d")),
            ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OB", .down), ("\u{1B}[C", .right),
            ("\u{1B}OC", .right), ("\u{1B}[D", .left), ("\u{1B}OD", .left), ("\u{1B}[H", .home), ("\u{1B}OH", .home),
            ("\u{1B}[1~", .home), ("\u{1B}[F", .end), ("\u{1B}OF", .end), ("\u{1B}[4~", .end), ("\u{1B}[5~", .pageUp),
            ("\u{1B}[6~", .pageDown), ("\u{1B}[3~", .delete), ("\u{1B}[Z", .backTab), ("\u{1B}OP", .function(1)),
            ("\u{1B}[15~", .function(5)), ("\u{1B}[24~", .function(12)),
        ]

        @Test(
            "What is typed arrives as keys, in its order",
            arguments: ["xterm-256color", "screen-256color", "tmux-256color"])
        func keys(term: String) async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened(term: term)
            var events = terminal.events.makeAsyncIterator()
            for (bytes, key) in Self.keys {
                pseudo.type(bytes)
                #expect(await events.next() == .key(key), "\(bytes.debugDescription)")
            }
            terminal.close()
        }

        @Test("Arrows work where terminfo describes only one of their forms", arguments: ["vt100", "linux", "ansi"])
        func arrowsEverywhere(term: String) async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened(term: term)
            var events = terminal.events.makeAsyncIterator()
            for bytes in ["\u{1B}[A", "\u{1B}OA"] {
                pseudo.type(bytes)
                #expect(await events.next() == .key(.up))
            }
            terminal.close()
        }

        @Test("A character whose bytes come one by one is one key")
        func splitCharacter() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            var events = terminal.events.makeAsyncIterator()
            // Between the bytes the focus changes, which proves that the first ones have been read.
            pseudo.type([0xE6])
            pseudo.type("\u{1B}[I")
            #expect(await events.next() == .focused(true))
            pseudo.type([0xBC])
            pseudo.type("\u{1B}[O")
            #expect(await events.next() == .focused(false))
            pseudo.type([0xA2])
            #expect(await events.next() == .key(.character("漢")))
            terminal.close()
        }

        @Test("The mouse is silent until it is asked for, and then tells of clicks and the wheel, and of nothing else")
        func mouse() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            terminal.present(.showing("hello"))
            #expect(!pseudo.read(until: "hello").contains("\u{1B}[?1000"))
            terminal.reportMouse(true)
            #expect(pseudo.read(until: "\u{1B}[?1006h").contains("\u{1B}[?1000h"))
            var events = terminal.events.makeAsyncIterator()
            let table: [(String, TerminalEvent)] = [
                ("\u{1B}[<0;5;7M", .mouse(MouseEvent(.click, row: 6, column: 4))),
                (
                    "\u{1B}[<0;5;7m\u{1B}[<35;5;7M\u{1B}[<2;5;7M\u{1B}[<64;1;1M",
                    .mouse(MouseEvent(.wheelUp, row: 0, column: 0))
                ),
                ("\u{1B}[<69;300;200M", .mouse(MouseEvent(.wheelDown, row: 199, column: 299))),
                ("\u{1B}[<0;x\u{1B}[<0;0;0M\u{1B}[<0;1Mq", .key(.character("q"))),
                ("\u{1B}[<" + String(repeating: "1", count: 18) + "j", .key(.character("j"))),
            ]
            for (bytes, event) in table {
                pseudo.type(bytes)
                #expect(await events.next() == event, "\(bytes.debugDescription)")
            }
            terminal.close()
            #expect(pseudo.readRest().contains("\u{1B}[?1006l\u{1B}[?1000l"))
        }

        @Test("A paste is one event, whatever keys and line ends are in it")
        func paste() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            var events = terminal.events.makeAsyncIterator()
            pseudo.type("\u{1B}[200~q first\rsecond \u{1B}[A漢\u{1A}\u{03}\u{1B}[201~x")
            #expect(await events.next() == .pasted("q first\nsecond 漢\u{1A}\u{03}"))
            #expect(await events.next() == .key(.character("x")))
            terminal.close()
        }

        @Test("A paste whose end is lost ends by itself, so that keys work again")
        func lostPasteEnd() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            var events = terminal.events.makeAsyncIterator()
            pseudo.type("\u{1B}[200~abc")
            #expect(await events.next() == .pasted("abc"))
            pseudo.type("q")
            #expect(await events.next() == .key(.character("q")))
            terminal.close()
        }

        @Test("That it ends by itself is put off by no frame and no tick")
        func lostPasteEndUnderTraffic() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            var events = terminal.events.makeAsyncIterator()
            // Each picture that is on the screen calls for the next, so that the thread has something to do all the time.
            let traffic = Traffic(terminal)
            traffic.present()
            pseudo.type("\u{1B}[200~abc")
            #expect(await events.next() == .pasted("abc"))
            pseudo.type("q")
            #expect(await events.next() == .key(.character("q")))
            terminal.close()
        }

        /// Frames without end, ten milliseconds from one to the next.
        private final class Traffic: Sendable {
            private let terminal: CursesTerminal
            private let count = Atomic(0)

            init(_ terminal: CursesTerminal) { self.terminal = terminal }

            func present() {
                let number = count.add(1, ordering: .relaxed).newValue
                terminal.present(.showing(number.isMultiple(of: 2) ? "even" : "odd"))
                terminal.shown { _ in
                    Task {
                        // The pace of the traffic, and no wait for anything.
                        try? await Task.sleep(for: .milliseconds(10))
                        self.present()
                    }
                }
            }
        }
    }
}
