/// Both kinds of time, handed in, so that tests decide what time it is.
///
/// The monotonic one says how long a token lives and how long something took; it goes on while the machine sleeps. The
/// wall clock is for what people and other machines read.
package struct TimeSource: Sendable {
    package var now: @Sendable () -> ContinuousClock.Instant
    package var wall: @Sendable () -> WallTime
    /// Waits until a moment has come.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    package var sleep: @Sendable (_ until: ContinuousClock.Instant) async throws -> Void

    package init(
        now: @escaping @Sendable () -> ContinuousClock.Instant, wall: @escaping @Sendable () -> WallTime,
        sleep: @escaping @Sendable (_ until: ContinuousClock.Instant) async throws -> Void
    ) {
        self.now = now
        self.wall = wall
        self.sleep = sleep
    }

    /// The system's clocks.
    package static let live = TimeSource(
        now: { .now }, wall: { .now() }, sleep: { try await ContinuousClock().sleep(until: $0) })
}

extension TimeSource {
    /// Waits until a moment has come, or the task is cancelled.
    ///
    /// - Returns: whether the moment has come.
    package func waited(until moment: ContinuousClock.Instant) async -> Bool {
        // Nothing but cancellation ends a sleep early.
        (try? await sleep(moment)) != nil
    }

    /// Waits for a time, or until the task is cancelled.
    ///
    /// - Returns: whether the time is over.
    package func waited(for time: Duration) async -> Bool { await waited(until: now().advanced(by: time)) }
}
