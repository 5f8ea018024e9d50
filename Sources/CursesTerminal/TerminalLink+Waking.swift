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

    /// Changes how long the thread rests: it is woken if it does already, and otherwise sees it by itself before it does.
    func plan(_ change: (inout State) -> Void) {
        let mustWake = state.withLock { state in
            change(&state)
            defer { state.isResting = false }
            return state.isResting
        }
        if mustWake { wake.notify() }
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

    /// All that wait, in their order, in the place of an empty array, whose room serves those that come next.
    ///
    /// - Returns: false if none wait.
    func takeJobs(_ jobs: inout [UnownedJob]) -> Bool {
        state.withLock { swap(&$0.jobs, &jobs) }
        return !jobs.isEmpty
    }

    /// A picture waits for the thread.
    var hasCanvas: Bool { state.withLock { $0.canvas != nil } }

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

    /// When the tick is due that was asked for.
    var tick: ContinuousClock.Instant? { state.withLock { $0.tick } }

    /// - Returns: true once a tick that was asked for is due.
    func takeTick(at now: ContinuousClock.Instant) -> Bool {
        state.withLock { state in
            guard let tick = state.tick, tick <= now else { return false }
            state.tick = nil
            return true
        }
    }
}
