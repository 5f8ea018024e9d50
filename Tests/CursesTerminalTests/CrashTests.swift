import Canvas
import CursesTerminal
import Foundation
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension CursesSuites {
    @Suite("Crashes")
    struct CrashTests {
        @Test(
            "Whatever it dies of, the terminal is given back and nothing of memory is printed",
            arguments: [SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGABRT])
        func crash(signal: Int32) async throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            let user = User(at: pseudo)
            let result = await #expect(processExitsWith: .signal(signal), observing: [\.standardErrorContent]) {
                [path = pseudo.path as String, signal] in
                try await crashing(on: path) {
                    // Swift's pool blocks SIGABRT on its threads; abort unblocks it, as whoever really aborts does.
                    if signal == SIGABRT { abort() } else { raise(signal) }
                }
            }
            #expect(user.seen.contains("hello"))
            let written = pseudo.read(until: "\u{1B}[?1049l")
            #expect(written.contains("\u{1B}[?1049l") && written.contains("\u{1B}[?2004l"))
            #expect(pseudo.modes == before)
            expectNoReport(result, written)
        }

        @Test("A trap of Swift's shows its message on the terminal that was given back")
        func trap() async throws {
            let pseudo = try PseudoTerminal()
            let before = pseudo.modes
            let user = User(at: pseudo)
            let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                [path = pseudo.path as String] in
                try await crashing(on: path) {
                    let capture = StandardErrorCapture()
                    let numbers = [Int](repeating: 0, count: capture == nil ? 1 : 0)
                    print(numbers[0])
                }
            }
            #expect(user.seen.contains("hello"))
            let written = pseudo.read(until: "out of range")
            #expect(written.contains("Fatal error: Index out of range"))
            let afterwards = written.split(separator: "\u{1B}[?1049l").last
            #expect(afterwards?.contains("Fatal error") == true)
            #expect(pseudo.modes == before)
            expectNoReport(result, written)
        }

        @Test("Reports of memory can be switched off for a program without a dashboard, too")
        func reportsOff() async {
            let result = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
                CrashReports.disable()
                raise(SIGSEGV)
            }
            expectNoReport(result, "")
        }

        private func expectNoReport(_ result: ExitTest.Result?, _ written: String) {
            let text = written + String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
            for word in ["Registers", "rax", "Backtrace", "Thread 0", "swift-backtrace"] {
                #expect(!text.contains(word))
            }
        }
    }
}

/// Sees the picture and presses a key, on a thread of its own: the exit test keeps those of Swift's pool waiting.
private final class User: Sendable {
    private let picture = Mutex("")
    /// What was on the terminal when the key was pressed.
    var seen: String { picture.withLock { $0 } }

    init(at pseudo: PseudoTerminal) {
        Thread.detachNewThread { [self] in
            let read = pseudo.read(until: "hello")
            picture.withLock { $0 = read }
            pseudo.type("x")
        }
    }
}

/// The program, in a process of its own: draws, and dies when a key is pressed.
private func crashing(on path: String, _ crash: () -> Void) async throws {
    // Whatever goes wrong, the test ends.
    alarm(30)
    let environment = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]
    let terminal = try CursesTerminal.open(.init(environment: environment, device: path))
    terminal.present(.showing("hello"))
    for await _ in terminal.events { crash() }
}
