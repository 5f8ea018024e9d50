import Canvas
import Synchronization
import Testing

@testable import CursesTerminal

@Suite("What the thread that draws is told")
struct TerminalLinkTests {
    @Test("A tick that is asked for while the thread is busy keeps it from no rest; while it rests, it wakes it")
    func ticks() throws {
        let link = try TerminalLink()
        let moment = ContinuousClock.now
        link.plan { $0.tick = moment }
        #expect(link.rests())
        #expect(link.tick == moment)
        #expect(link.wake.drain().isEmpty)
        link.plan { $0.tick = moment }
        #expect(link.wake.drain() == [1])
    }

    @Test("News keep it from resting, once")
    func news() throws {
        let link = try TerminalLink()
        link.tell { $0.wantsRepaint = true }
        #expect(!link.rests())
        #expect(link.rests())
        link.tell { $0.isClosing = true }
        #expect(link.wake.drain() == [1])
    }

    @Test("A picture that was drawn in the round in which it came keeps it from no rest; an order to end does")
    func taken() throws {
        let link = try TerminalLink()
        link.tell { $0.canvas = Canvas(size: Canvas.Size(columns: 1, rows: 1)) }
        #expect(link.takeOrders().canvas != nil)
        #expect(link.rests())
        link.awoke()
        link.tell { $0.isClosing = true }
        _ = link.takeOrders()
        #expect(!link.rests())
    }

    /// A task on the link that takes some steps, each of them the round's last if it leaves a picture.
    private func task(on link: TerminalLink, steps: Int, drawing: Bool, _ count: @escaping @Sendable () -> Void) {
        Task(executorPreference: link) {
            for _ in 0..<steps {
                count()
                if drawing { link.tell { $0.canvas = Canvas(size: Canvas.Size(columns: 1, rows: 1)) } }
                await Task.yield()
            }
        }
    }

    @Test("A round of tasks ends where a picture waits, even one that the terminal does not take")
    func endsForPicture() throws {
        let link = try TerminalLink()
        let done = Mutex(0)
        task(on: link, steps: 3, drawing: true) { done.withLock { $0 += 1 } }
        // What yields may come back by way of a job or two.
        for _ in 0..<10 {
            let before = done.withLock { $0 }
            link.runJobs()
            #expect(done.withLock { $0 } <= before + 1)
        }
        #expect(done.withLock { $0 } == 3)
        #expect(link.end().isEmpty)
    }

    @Test("Without one it goes on with what comes of them, up to a limit")
    func goesOn() throws {
        let link = try TerminalLink()
        let done = Mutex(0)
        task(on: link, steps: 100, drawing: false) { done.withLock { $0 += 1 } }
        link.runJobs()
        let first = done.withLock { $0 }
        #expect(first > 1 && first < 100)
        for _ in 0..<10 { link.runJobs() }
        #expect(done.withLock { $0 } == 100)
    }
}
