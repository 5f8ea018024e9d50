import ProxyCore
import Synchronization

/// Batches of events on their way to a file: where that is too slow, what comes is left out, and counted in the batch that follows.
final class BatchQueue: Sendable {
    /// So many batches wait.
    private static let limit = 16

    let batches: AsyncStream<EventBatch>
    private let continuation: AsyncStream<EventBatch>.Continuation
    private let lost = Mutex(0)

    init() {
        (batches, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.limit))
    }

    func put(_ batch: EventBatch) {
        lost.withLock { lost in
            var batch = batch
            batch.dropped += lost
            if case .dropped = continuation.yield(batch) {
                lost = batch.dropped + batch.events.count
            } else {
                lost = 0
            }
        }
    }

    /// Nothing more comes; what waits is still handed over.
    func finish() { continuation.finish() }
}
