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
