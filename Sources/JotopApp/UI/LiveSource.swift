import Dashboard
import ProxyCore
import Synchronization

/// The proxy of this process.
struct LiveSource: DashboardSource {
    let feed: EventFeed
    let stats: TrafficStats
    let orders: AsyncStream<EngineOrder>.Continuation
    let time: TimeSource
    let pace: Duration
    let recordings: RecordingDesk?
    private let leaps = Leaps()

    init(
        feed: EventFeed, stats: TrafficStats, orders: AsyncStream<EngineOrder>.Continuation, time: TimeSource,
        pace: Duration, recordings: RecordingDesk?
    ) {
        (self.feed, self.stats, self.orders) = (feed, stats, orders)
        (self.time, self.pace, self.recordings) = (time, pace, recordings)
    }

    /// Everything up to the moment from which the proxy listens.
    func opening() async -> [Dashboard.Message]? {
        var seen = EventBatch(events: [])
        for await batch in feed.batches {
            recordings?.saw(batch)
            seen.events += batch.events
            seen.dropped += batch.dropped
            seen.skipped += batch.skipped
            let isListening = batch.events.contains { if case .listening = $0 { true } else { false } }
            if isListening { return [.events(seen), .tick(now: time.wall())] }
        }
        return nil
    }

    /// Events come in batches of what has happened meanwhile.
    func relay(_ tell: @Sendable ([Dashboard.Message]) async -> Void) async {
        for await batch in feed.batches {
            recordings?.saw(batch)
            await tell([.events(batch)])
            guard await time.waited(for: pace) else { return }
        }
    }

    func present() -> [Dashboard.Message] {
        let now = time.wall()
        let reading = LeapWatch.Reading(wall: now, continuous: time.now(), awake: .now)
        let leaps = leaps.watch.withLock { $0.saw(reading) }
        // A clock that was set comes before the time that it tells: nothing is over for that.
        return leaps.map { .leapt($0, at: now) } + [.tick(now: now), .snapshot(stats.snapshot(), at: now)]
    }

    /// Told of by whoever presents, one after the other.
    private final class Leaps: Sendable {
        let watch = Mutex(LeapWatch())
    }

    var needsTicks: Bool { true }

    func carryOut(_ command: EngineCommand) { orders.yield(.command(command)) }

    func paused(_ isPaused: Bool) {}

    var inFlight: Int { stats.snapshot().inFlight }
}
