import Canvas
import Synchronization

/// What the callers of a terminal and its thread share.
final class TerminalLink: Sendable {
    struct State {
        /// The newest canvas that the thread has not seen.
        var canvas: Canvas?
        var size = Canvas.Size(columns: 80, rows: 24)
        var wantsRepaint = false
        var wantsStop = false
        var wantsMouse = false
        /// Sequences to be sent as they are, once each.
        var sequences: [String] = []
        /// Those who want to know what the screen shows.
        var readers: [@Sendable (String) -> Void] = []
        /// A text for the normal screen.
        var dump: String?
        var isClosing = false
        /// There is something for the thread to look at.
        var hasNews = false
        /// The thread waits, and has to be woken.
        var isResting = false
        /// Tasks that are to go on on the thread.
        var jobs: [UnownedJob] = []
        /// The thread takes no more of them.
        var isOver = false
        /// When a tick is due that was asked for.
        var tick: ContinuousClock.Instant?
        /// nil until the thread has tried.
        var opening: Result<Void, TerminalError>?
    }

    let state = Mutex(State())
    let events: AsyncStream<TerminalEvent>
    let continuation: AsyncStream<TerminalEvent>.Continuation
    let ticks: AsyncStream<Void>
    let ticking: AsyncStream<Void>.Continuation
    /// The thread rests, and there is something to do.
    let wake: WakePipe
    /// Each byte is a signal's number.
    let signals: WakePipe
    let opened: WakePipe
    /// The terminal has been given back, and its thread is done.
    let finished: WakePipe

    init() throws(TerminalError) {
        guard let wake = WakePipe(), let signals = WakePipe(), let opened = WakePipe(), let finished = WakePipe() else {
            throw .cannotOpen(reason: "no file descriptor left")
        }
        (self.wake, self.signals, self.opened, self.finished) = (wake, signals, opened, finished)
        // If nobody reads, the newest are worth more: the last one may be the order to end.
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
        (ticks, ticking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var isClosing: Bool { state.withLock { $0.isClosing } }

    /// The newest canvas, and whether the whole screen is to be sent anew: each once. And whether the mouse is wanted.
    ///
    /// A picture that has been taken is no news any more; readers are asked for right after it.
    func takeOrders() -> (canvas: Canvas?, wantsRepaint: Bool, wantsMouse: Bool) {
        state.withLock { state in
            defer { (state.canvas, state.wantsRepaint) = (nil, false) }
            state.hasNews = state.isClosing || state.dump != nil || !state.sequences.isEmpty || state.wantsStop
            return (state.canvas, state.wantsRepaint, state.wantsMouse)
        }
    }

    /// - Returns: true if the size is another one than before.
    func note(_ size: Canvas.Size) -> Bool {
        state.withLock { state in
            defer { state.size = size }
            return state.size != size
        }
    }

    /// What is to be sent besides canvases: each once.
    func takeSequences() -> [String] {
        state.withLock { state in
            defer { state.sequences = [] }
            return state.sequences
        }
    }

    /// Those who want to know what the screen shows: each once.
    func takeReaders() -> [@Sendable (String) -> Void] {
        state.withLock { state in
            defer { state.readers = [] }
            return state.readers
        }
    }

    /// Whether to stop, once.
    func takeStop() -> Bool {
        state.withLock { state in
            defer { state.wantsStop = false }
            return state.wantsStop
        }
    }

    /// A text for the normal screen, once.
    func takeDump() -> String? {
        state.withLock { state in
            defer { state.dump = nil }
            return state.dump
        }
    }

    func report(_ result: Result<Void, TerminalError>) {
        state.withLock { $0.opening = result }
        opened.notify()
    }
}
