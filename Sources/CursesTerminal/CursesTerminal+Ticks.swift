extension CursesTerminal {
    /// What tells that a time has passed, each time that it was asked for. To be read by one task.
    package var ticks: AsyncStream<Void> { link.ticks }

    /// Asks for a tick after a time; nil for none. One that has been asked for already, and comes sooner, comes first.
    ///
    /// The thread that draws waits for it along with everything else, so that it costs no other thread's sleep.
    package func tick(after pace: Duration?) {
        let moment = pace.map { ContinuousClock.now.advanced(by: $0) }
        link.plan { state in
            guard let moment, let pending = state.tick else { return state.tick = moment }
            state.tick = min(moment, pending)
        }
    }

    /// Runs an operation on the thread that draws, as far as it does not hop elsewhere itself. It must not block, and nothing
    /// in it may call ``close()``.
    package func onThread(_ operation: @escaping @Sendable () async -> Void) async {
        await withDiscardingTaskGroup { group in
            group.addTask(executorPreference: link) { await operation() }
        }
    }
}
