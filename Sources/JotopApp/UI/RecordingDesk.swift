import Dashboard
import ProxyCore
import Recordings
import Synchronization
import SystemPackage

/// Begins and ends recordings while the dashboard runs. One at a time; they hold what the dashboard is told, from what stood when
/// they were asked for.
final class RecordingDesk: Sendable {
    private struct Current {
        let file: String
        /// It was there before the dashboard, and is there after it.
        var isOfProgram = false
        let take: @Sendable (EventBatch) -> Void
        let end: @Sendable () -> Void
    }

    private struct State {
        var standing = StandingEvents()
        var current: Current?
    }

    private let state = Mutex(State())
    private let wishes = AsyncStream.makeStream(of: Dashboard.RecordingWish.self)
    private let news = AsyncStream.makeStream(of: Dashboard.RecordingNews.self)
    private let events: EventHub
    private let stats: TrafficStats
    private let header: RecordingHeader
    private let time: TimeSource

    /// - Parameters:
    ///   - events: where what the dashboard is told comes from.
    ///   - header: of every recording; its time is the program's beginning.
    init(events: EventHub, stats: TrafficStats, header: RecordingHeader, time: TimeSource) {
        (self.events, self.stats, self.header, self.time) = (events, stats, header, time)
    }

    func take(_ wish: Dashboard.RecordingWish) { wishes.continuation.yield(wish) }

    /// Nothing more comes: what is being recorded ends.
    func finish() { wishes.continuation.finish() }

    /// What the dashboard is told as well.
    func saw(_ batch: EventBatch) {
        state.withLock { state in
            for event in batch.events { state.standing.absorb(event) }
            state.current?.take(batch)
        }
    }

    /// A recording that runs already, from the start.
    func took(over file: String, end: @escaping @Sendable () -> Void) {
        state.withLock { $0.current = Current(file: file, isOfProgram: true, take: { _ in }, end: end) }
    }

    /// Its end.
    func ended(_ file: String, lost reason: String?) {
        let current = state.withLock { state in
            guard state.current?.file == file else { return Current?.none }
            return state.current.take()
        }
        guard let current else { return }
        // Whatever ended it, nothing more is taken for it.
        current.end()
        news.continuation.yield(reason.map { .lost(file: file, reason: $0) } ?? .ended(file: file))
    }

    /// Does what is wanted until ``finish()``, and tells what came of it.
    func run(_ tell: @escaping @Sendable (Dashboard.RecordingNews) async -> Void) async {
        await withDiscardingTaskGroup { group in
            group.addTask { for await piece in self.news.stream { await tell(piece) } }
            await withDiscardingTaskGroup { writers in
                for await wish in wishes.stream {
                    switch wish {
                    case .begin(let file):
                        guard let recorder = await begin(file) else { continue }
                        // A task of its own: this one is cancelled when the program ends, and what has come is to be written.
                        writers.addTask { await Task { await self.write(recorder, to: file) }.value }
                    case .end: state.withLock { $0.current }?.end()
                    }
                }
                if let current = state.withLock({ $0.current }), !current.isOfProgram { current.end() }
            }
            news.continuation.finish()
        }
    }

    // MARK: - A recording

    /// - Returns: nil where it could not be begun, which has been told.
    private func begin(_ file: String) async -> Recorder? {
        if let other = state.withLock({ $0.current?.file }) {
            return refuse(file, "there is a recording already, to \(other)")
        }
        let writer: LineWriter
        do { writer = try await LineWriter.creatingAside(file) } catch {
            return refuse(file, error as? Errno == .fileExists ? "there is a file of that name" : "\(error)")
        }
        let queue = BatchQueue()
        let everyFlow = wishForEveryFlow()
        let opening = state.withLock { state in
            state.current = Current(file: file, take: { queue.put($0) }) {
                everyFlow.finish()
                queue.finish()
            }
            return state.standing.events(at: time.wall())
        }
        news.continuation.yield(.began(file: file))
        return Recorder(
            batches: queue.batches, opening: opening, stats: stats, header: header, writer: writer, time: time)
    }

    /// A screen is told of as many flows as a person can read, a recording of every one. They come with what the dashboard is told, so
    /// that none is missed between that and the beginning of a feed; what this one holds nobody reads.
    private func wishForEveryFlow() -> EventFeed { events.subscribe(bufferingNewest: 1, interest: .every) }

    private func refuse(_ file: String, _ reason: String) -> Recorder? {
        news.continuation.yield(.refused(file: file, reason: reason))
        return nil
    }

    private func write(_ recorder: Recorder, to file: String) async {
        do {
            try await recorder.write()
            ended(file, lost: nil)
        } catch {
            ended(file, lost: "\(error)")
        }
        recorder.writer.close()
    }
}
