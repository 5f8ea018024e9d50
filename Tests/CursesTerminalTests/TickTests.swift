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
    /// The thread that draws waits for ticks, and runs what they lead to.
    @Suite("Ticks", .timeLimit(.minutes(1)))
    struct TickTests {
        @Test(
            "A tick comes once for each time that it is asked for, the sooner of two first, and none that was called off"
        )
        func ticks() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            var ticks = terminal.ticks.makeAsyncIterator()
            terminal.tick(after: .seconds(3600))
            terminal.tick(after: .milliseconds(5))
            #expect(await ticks.next(isolation: #isolation) != nil)
            terminal.tick(after: .milliseconds(1))
            #expect(await ticks.next(isolation: #isolation) != nil)
            terminal.tick(after: .seconds(3600))
            terminal.tick(after: nil)
            terminal.close()
            // Of a tick that had been left, there would be one more before the end.
            #expect(await ticks.next(isolation: #isolation) == nil)
        }

        @Test("What a key leads to runs on one thread, up to the frame; after the end it runs elsewhere")
        func oneThread() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            let threads = Mutex<[pthread_t]>([])
            let note: @Sendable () -> Void = { threads.withLock { $0.append(pthread_self()) } }
            pseudo.type("ab")
            await terminal.onThread {
                note()
                for await event in terminal.events {
                    note()
                    terminal.present(.showing("after a key"))
                    if event == .key(.character("b")) { return }
                }
            }
            #expect(pseudo.read(until: "after a key").contains("after a key"))
            #expect(Set(threads.withLock { $0 }.map { "\($0)" }).count == 1)
            #expect(threads.withLock { $0.count } == 3)
            terminal.close()
            await terminal.onThread { note() }
            #expect(threads.withLock { $0.count } == 4)
        }

        @Test("Tasks go on when the terminal has gone, until it is closed")
        func lost() async throws {
            let pseudo = try PseudoTerminal()
            let terminal = try pseudo.opened()
            pseudo.hangUp()
            let events = Mutex<[TerminalEvent]>([])
            await terminal.onThread {
                for await event in terminal.events { events.withLock { $0.append(event) } }
                await Task.yield()
            }
            #expect(events.withLock { $0.last } == .lost)
            terminal.close()
        }
    }
}
