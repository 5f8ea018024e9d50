import Dashboard
import ProxyCore

/// What the dashboard is fed from: a proxy that runs, or a recording of one.
protocol DashboardSource: Sendable {
    /// Waits for what stands on the screen when it comes up; nil if that never comes.
    func opening() async throws -> [Dashboard.Message]?

    /// Tells what happens, ten times a second at most, until nothing more will or the task is cancelled.
    func relay(_ tell: @Sendable ([Dashboard.Message]) async -> Void) async throws

    /// What is true at this moment, to be told ahead of whatever else is told.
    func present() -> [Dashboard.Message]

    /// Whether the time is to be told as often as the screen asks for it. A recording tells it by itself.
    var needsTicks: Bool { get }

    func carryOut(_ command: EngineCommand)

    /// Where a whole token is asked for; closed where there is none to be had.
    var orders: AsyncStream<EngineOrder>.Continuation { get }

    /// Where recordings are begun and ended; nil where nothing happens that could be recorded.
    var recordings: RecordingDesk? { get }

    /// The reader paused the screen, or went on.
    func paused(_ isPaused: Bool)

    /// Requests that are not over yet.
    var inFlight: Int { get }
}

/// The shortest time between two frames that nobody pressed a key for.
enum FramePace {
    static let shortest = Duration.milliseconds(100)
}
