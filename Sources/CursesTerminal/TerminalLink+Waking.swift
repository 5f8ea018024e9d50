import Synchronization

/// When the thread rests, and what wakes it.
///
/// Whoever leaves something for it writes to its pipe only while it rests: news that come from the thread itself, or while it
/// is busy, cost nothing.
extension TerminalLink {
    /// Changes the state in a way that the thread has to look at.
    func tell<Result: Sendable>(_ change: (inout State) -> Result) -> Result {
        let (result, mustWake) = state.withLock { state in
            let result = change(&state)
            defer { (state.hasNews, state.isResting) = (true, false) }
            return (result, state.isResting)
        }
        if mustWake { wake.notify() }
        return result
    }

    /// To be called before the thread waits.
    ///
    /// - Returns: false if there is something to do first.
    func rests() -> Bool {
        state.withLock { state in
            state.isResting = !state.hasNews && state.jobs.isEmpty
            state.hasNews = false
            return state.isResting
        }
    }

    /// To be called when the thread has waited.
    func awoke() { state.withLock { $0.isResting = false } }

    // MARK: - Tasks

    /// - Returns: false if the thread takes none any more.
    func leave(_ job: UnownedJob) -> Bool {
        tell { state in
            guard !state.isOver else { return false }
            state.jobs.append(job)
            return true
        }
    }

    func takeJob() -> UnownedJob? { state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() } }

    /// Nothing is left to the thread from here on.
    ///
    /// - Returns: what it has not done.
    func end() -> [UnownedJob] {
        state.withLock { state in
            defer { state.jobs = [] }
            state.isOver = true
            return state.jobs
        }
    }

    // MARK: - Ticks

    /// How long the thread may wait until a tick is due, in milliseconds, rounded up; -1 for ever.
    func untilTick(from now: ContinuousClock.Instant) -> Int32 {
        guard let tick = state.withLock({ $0.tick }) else { return -1 }
        return Int32(clamping: Int64((max(.zero, now.duration(to: tick)) / .milliseconds(1)).rounded(.up)))
    }

    /// - Returns: true once a tick that was asked for is due.
    func takeTick(at now: ContinuousClock.Instant) -> Bool {
        state.withLock { state in
            guard let tick = state.tick, tick <= now else { return false }
            state.tick = nil
            return true
        }
    }
}
