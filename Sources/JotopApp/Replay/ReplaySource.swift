import Dashboard
import ProxyCore
import Recordings
import Synchronization

/// A recording, played back on a virtual clock.
final class ReplaySource: DashboardSource {
    private struct State {
        var replayer: Replayer
        var clock: PlaybackClock
    }

    private let state: Mutex<State>
    private let time: TimeSource
    private let pace: Duration
    /// Somebody stopped the clock, or let it go on.
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// - Parameter speed: virtual seconds in a real one; infinite for as fast as it goes.
    init(_ replayer: Replayer, speed: Double, time: TimeSource, pace: Duration) {
        let clock = PlaybackClock(at: replayer.now, real: time.now(), speed: speed)
        state = Mutex(State(replayer: replayer, clock: clock))
        (self.time, self.pace) = (time, pace)
    }

    func opening() throws -> [Dashboard.Message]? {
        try state.withLock { state in
            let steps = try state.replayer.opening()
            state.clock = PlaybackClock(at: state.replayer.now, real: time.now(), speed: state.clock.speed)
            return steps.map(\.message) + [.played(.running(speed: state.clock.speed), note: nil)]
        }
    }

    /// Never ends by itself: what the recording ends with stays on the screen.
    func relay(_ tell: @Sendable ([Dashboard.Message]) async -> Void) async throws {
        while !Task.isCancelled {
            let (messages, isOver) = try play()
            if !messages.isEmpty { await tell(messages) }
            if isOver { return await forever() }
            guard await untilNext() else { return }
        }
    }

    func present() -> [Dashboard.Message] { [] }

    var needsTicks: Bool { false }

    func carryOut(_ command: EngineCommand) {}

    /// A recording holds no token, so there is nobody to take an order.
    var orders: AsyncStream<EngineOrder>.Continuation {
        let orders = AsyncStream.makeStream(of: EngineOrder.self)
        orders.continuation.finish()
        return orders.continuation
    }

    var recordings: RecordingDesk? { nil }

    func paused(_ isPaused: Bool) {
        state.withLock { state in
            if !isPaused {
                state.clock.goOn(at: time.now())
            } else if !state.clock.isStopped {
                state.clock.stop(at: state.replayer.now)
            }
        }
        changes.continuation.yield()
    }

    var inFlight: Int { 0 }

    /// What has become due.
    private func play() throws -> ([Dashboard.Message], isOver: Bool) {
        try state.withLock { state in
            let steps = try state.replayer.play(through: state.clock.now(at: time.now()))
            var messages = steps.map(\.message)
            let isOver = state.replayer.phase != .running
            if isOver { messages.append(.played(state.replayer.standing, note: state.replayer.note)) }
            return (messages, isOver)
        }
    }

    /// Waits until something is due, for as long as a frame at least unless it is overdue.
    ///
    /// - Returns: false if the task was cancelled.
    private func untilNext() async -> Bool {
        let (now, wake) = state.withLock { state in
            (time.now(), state.clock.isStopped ? nil : state.replayer.nextMoment.map(state.clock.real))
        }
        guard let wake else {
            for await _ in changes.stream { return true }
            return false
        }
        guard wake > now else { return !Task.isCancelled }
        // If the clock is stopped meanwhile, this is too early, and nothing is due yet.
        return await time.waited(until: max(wake, now.advanced(by: pace)))
    }

    /// Until the task is cancelled.
    private func forever() async {
        for await _ in AsyncStream<Never>.makeStream().stream {}
    }
}

extension Replayer.Step {
    fileprivate var message: Dashboard.Message {
        switch self {
        case .passed(let moment): .tick(now: moment)
        case .came(let batch): .events(batch)
        case .counted(let totals, let moment): .snapshot(totals, at: moment)
        }
    }
}

extension Replayer {
    fileprivate var standing: Dashboard.Playback { phase == .ended ? .ended : .standing }

    /// What there is to say at the end.
    fileprivate var note: String? {
        guard phase == .ended else { return nil }
        return (["the recording ends here"] + remarks).joined(separator: "; ")
    }

    /// What is wrong with the file, or strange about it.
    var remarks: [String] {
        var remarks: [String] = []
        if isCut { remarks.append("its last line is cut") }
        if skipped > 0 { remarks.append("\(skipped) line\(skipped == 1 ? "" : "s") of a kind unknown here skipped") }
        if isOfLaterVersion { remarks.append("written by a later version of jotop") }
        return remarks
    }
}
