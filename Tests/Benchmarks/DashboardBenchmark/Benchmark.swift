import Canvas
import CursesTerminal
import Dashboard
import Glibc
import ProxyCore

/// What the dashboard costs, apart from the proxy: `name value unit goal`, one figure a line, for Tests/Benchmarks/dashboard.
@main
enum Benchmark {
    private static let size = Canvas.Size(columns: 80, rows: 24)
    private static let framesPerSecond = 10

    static func main() throws {
        for (requests, goal) in [(2_000, 2.0), (10_000, 15.0)] {
            let (share, key) = share(of: requests)
            report("CPU at \(requests * 2) events/s", share, "% of a core", goal)
            report("a key within that, at most", key, "ms", 30)
        }
        report("a frame over a full ring, 200x60", frame(), "ms", 2)
        let (row, tick) = try bytes()
        report("a new row, 80x24, at most", Double(row), "bytes", 200)
        report("a tick of countdowns, 80x24", Double(tick), "bytes", 200)
    }

    private static func report(_ name: String, _ value: Double, _ unit: String, _ goal: Double) {
        print("\(name)\t\((value * 100).rounded() / 100)\t\(unit)\t\(goal)")
    }

    /// Ten seconds of traffic with the frames that belong to it, as fast as that can be done.
    ///
    /// - Returns: the share of a core that it would have taken, and the longest that a key had to wait behind a batch.
    private static func share(of requests: Int) -> (share: Double, key: Double) {
        var (load, dashboard) = started()
        let pace = Duration.seconds(1) / framesPerSecond
        var longest = 0.0
        let seconds = 10
        var batches: [(events: [ProxyEvent], totals: TrafficSnapshot, now: WallTime)] = []
        for _ in 0..<(seconds * framesPerSecond) {
            let events = load.requests(requests / framesPerSecond, within: pace)
            batches.append((events, load.totals, load.now))
        }
        let start = processorTime()
        for batch in batches {
            let before = processorTime()
            tell(.tick(now: batch.now), &dashboard)
            tell(.snapshot(batch.totals, at: batch.now), &dashboard)
            tell(.events(EventBatch(events: batch.events)), &dashboard)
            _ = dashboard.draw()
            tell(.terminal(.key(.character("T"))), &dashboard)
            _ = dashboard.draw()
            longest = max(longest, (processorTime() - before) * 1000)
        }
        return ((processorTime() - start) / Double(seconds) * 100, longest)
    }

    /// The time of one frame while following 5,000 flows, with each view in its turn.
    private static func frame() -> Double {
        var (load, dashboard) = started(Canvas.Size(columns: 200, rows: 60))
        tell(.events(EventBatch(events: load.requests(6_000, within: .seconds(3)))), &dashboard)
        var longest = 0.0
        for view in ["1", "2", "3"] {
            tell(.terminal(.key(.character(Character(view)))), &dashboard)
            let rounds = 50
            let start = processorTime()
            for _ in 0..<rounds { _ = dashboard.draw() }
            longest = max(longest, (processorTime() - start) * 1000 / Double(rounds))
        }
        return longest
    }

    /// The most that a row more, without the counts that follow it, and a second more send to a terminal.
    private static func bytes() throws -> (row: Int, tick: Int) {
        let terminal = try Terminal(columns: size.columns, rows: size.rows)
        defer { terminal.screen.close() }
        var (load, dashboard) = started()
        tell(.events(EventBatch(events: load.requests(300, within: .seconds(60)))), &dashboard)
        _ = terminal.show(dashboard.draw())
        // The counts of the first rows follow them.
        tell(.tick(now: load.now), &dashboard)
        _ = terminal.show(dashboard.draw())
        var rows: [Int] = []
        for _ in 0..<60 {
            tell(.events(EventBatch(events: load.requests(1, within: .zero))), &dashboard)
            rows.append(terminal.show(dashboard.draw()))
            tell(.tick(now: load.now), &dashboard)
            _ = terminal.show(dashboard.draw())
        }
        var tick = 0
        tell(.terminal(.key(.character("2"))), &dashboard)
        _ = terminal.show(dashboard.draw())
        var now = load.now
        for _ in 0..<20 {
            now = now.advanced(by: .seconds(1))
            tell(.tick(now: now), &dashboard)
            tick = max(tick, terminal.show(dashboard.draw()))
        }
        return (rows.max() ?? 0, tick)
    }

    private static func started(_ size: Canvas.Size = size) -> (Load, Dashboard) {
        let load = Load()
        var configuration = Dashboard.Configuration(start: load.now)
        configuration.size = size
        var dashboard = Dashboard(configuration)
        tell(.events(EventBatch(events: load.beginning())), &dashboard)
        _ = dashboard.draw()
        return (load, dashboard)
    }

    private static func tell(_ message: Dashboard.Message, _ dashboard: inout Dashboard) {
        _ = dashboard.update(message)
    }

    /// Seconds of processor time that this process has had.
    private static func processorTime() -> Double {
        var spec = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spec)
        return Double(spec.tv_sec) + Double(spec.tv_nsec) * 1e-9
    }
}
