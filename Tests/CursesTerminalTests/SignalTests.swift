import Canvas
import CursesTerminal
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension CursesSuites {
    @Suite("Signals")
    struct SignalTests {
        /// Who wants the program to stop.
        enum Suspension: CaseIterable {
            case key, order, signal
        }

        @Test(
            "A signal to end gives the terminal back first and is told then",
            arguments: [SIGTERM, SIGINT, SIGQUIT, SIGHUP])
        func termination(signal: Int32) async throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            let dispositionBefore = disposition(of: signal)
            let terminal = try pseudo.opened()
            terminal.present(.showing("hello"))
            _ = pseudo.read(until: "hello")
            kill(getpid(), signal)
            var events = terminal.events.makeAsyncIterator()
            #expect(await events.next() == .terminate(signal: signal))
            #expect(pseudo.modes == before)
            #expect(pseudo.readRest().contains("\u{1B}[?1049l"))
            #expect(await events.next() == nil)
            terminal.close()
            #expect(disposition(of: signal) == dispositionBefore)
        }

        @Test(
            "Suspended, the program stops with the terminal given back, and takes it again afterwards",
            arguments: Suspension.allCases)
        func suspension(_ way: Suspension) async throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            let stops = Mutex<[Stop]>([])
            let terminal = try pseudo.opened(stop: { wholeGroup in
                pseudo.resize(columns: 60, rows: 10)
                stops.withLock {
                    $0.append(Stop(wholeGroup: wholeGroup, modes: pseudo.modes, written: pseudo.readRest()))
                }
            })
            terminal.present(.showing("hello"))
            _ = pseudo.read(until: "hello")
            switch way {
            case .key: pseudo.type("\u{1A}")
            case .order: terminal.suspend()
            case .signal: kill(getpid(), SIGTSTP)
            }
            var events = terminal.events.makeAsyncIterator()
            #expect(await events.next() == .resumed)
            #expect(await events.next() == .resized(.init(columns: 60, rows: 10)))
            let stop = try #require(stops.withLock { $0.first })
            #expect(stop.wholeGroup == (way != .signal))
            #expect(stop.modes == before)
            #expect(stop.written.contains("\u{1B}[?1049l"))
            let again = pseudo.read(until: "hello")
            #expect(again.contains("\u{1B}[?1049h") && again.contains("\u{1B}[?2004h"))
            #expect(again.contains("hello"))
            #expect(pseudo.modes != before)
            terminal.close()
            #expect(pseudo.modes == before)
        }

        @Test("A signal to end that comes while the program is stopped is not lost")
        func terminationWhileStopped() async throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            let terminal = try pseudo.opened(stop: { _ in kill(getpid(), SIGTERM) })
            kill(getpid(), SIGTSTP)
            var last: TerminalEvent?
            for await event in terminal.events { last = event }
            #expect(last == .terminate(signal: SIGTERM))
            #expect(pseudo.modes == before)
            #expect(
                pseudo.readRest().ranges(of: "\u{1B}[?1049h").count == 1,
                "the terminal is the shell's by then, and is not taken again")
            terminal.close()
        }

        @Test("Going on after a stop that nobody announced takes the terminal again")
        func unannounced() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            terminal.present(.showing("hello"))
            _ = pseudo.read(until: "hello")
            kill(getpid(), SIGCONT)
            var events = terminal.events.makeAsyncIterator()
            #expect(await events.next() == .resumed)
            let again = pseudo.read(until: "hello")
            #expect(again.contains("\u{1B}[?1049h") && again.contains("hello"))
            terminal.close()
        }

        private struct Stop {
            let wholeGroup: Bool
            let modes: [UInt]
            let written: String
        }

        /// A handler's address, as a number that can be compared.
        private func disposition(of signal: Int32) -> UInt {
            var action = sigaction()
            sigaction(signal, nil, &action)
            return withUnsafeBytes(of: action) { $0.load(as: UInt.self) }
        }
    }
}
