import Synchronization

/// Sends every event to every subscriber; a slow subscriber loses its own oldest events, never anyone's time.
///
/// Safe from any thread. ``publish(_:)`` takes short locks and never waits, so an event loop may call it. Totals must
/// not be counted from this feed, because it may drop: read ``TrafficStats`` for those.
package final class EventHub: Sendable {
    private let subscribers = Mutex<[Subscription]>([])
    private let isWatched = Atomic<Bool>(false)

    package init() {}

    /// Whether anybody listens: what only events need is not worth preparing otherwise.
    package var hasSubscribers: Bool { isWatched.load(ordering: .relaxed) }

    package func publish(_ event: ProxyEvent) {
        guard hasSubscribers else { return }
        for subscriber in subscribers.withLock({ $0 }) { subscriber.push(event) }
    }

    /// A new subscriber, which sees everything published from now on, in batches of what has come since it last asked.
    ///
    /// The stream ends when its task is cancelled, or on ``finish()``.
    ///
    /// - Parameter limit: how many events wait for a slow subscriber before the oldest are dropped; at least 1.
    package func subscribe(bufferingNewest limit: Int = 10_000) -> AsyncStream<EventBatch> {
        let subscription = Subscription(limit: max(1, limit))
        subscribers.withLock { $0.append(subscription) }
        isWatched.store(true, ordering: .relaxed)
        return AsyncStream {
            await subscription.next()
        } onCancel: { [weak self] in
            subscription.finish()
            self?.forget(subscription)
        }
    }

    /// Ends every subscription, once it has handed over what it holds.
    package func finish() {
        for subscriber in subscribers.withLock({ $0 }) { subscriber.finish() }
    }

    private func forget(_ subscription: Subscription) {
        let isEmpty = subscribers.withLock { all in
            all.removeAll { $0 === subscription }
            return all.isEmpty
        }
        if isEmpty { isWatched.store(false, ordering: .relaxed) }
    }
}

/// What a subscriber gets at once: the events since its last batch, in order, and how many it lost before them.
package struct EventBatch: Sendable {
    package var events: [ProxyEvent]
    package var dropped: Int

    package init(events: [ProxyEvent], dropped: Int = 0) {
        self.events = events
        self.dropped = dropped
    }
}

/// One subscriber's queue: the newest events up to a limit, and the task that waits for them.
private final class Subscription: Sendable {
    private struct State: ~Copyable {
        var queue: [ProxyEvent] = []
        /// Where the queue's oldest event stands once it has wrapped around.
        var head = 0
        var dropped = 0
        var isFinished = false
        var waiter: CheckedContinuation<EventBatch?, Never>?

        /// Everything held, oldest first; nil if there is nothing.
        mutating func take() -> EventBatch? {
            guard !queue.isEmpty else { return nil }
            let events = head == 0 ? queue : Array(queue[head...] + queue[..<head])
            defer { (queue, head, dropped) = ([], 0, 0) }
            return EventBatch(events: events, dropped: dropped)
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = limit }

    func push(_ event: ProxyEvent) {
        let wake: (CheckedContinuation<EventBatch?, Never>, EventBatch?)? = state.withLock { state in
            guard !state.isFinished else { return nil }
            if state.queue.count < limit {
                state.queue.append(event)
            } else {
                state.queue[state.head] = event
                state.head = (state.head + 1) % limit
                state.dropped += 1
            }
            guard let waiter = state.waiter.take() else { return nil }
            return (waiter, state.take())
        }
        if let (waiter, batch) = wake { waiter.resume(returning: batch) }
    }

    func next() async -> EventBatch? {
        await withCheckedContinuation { continuation in
            let answer: EventBatch?? = state.withLock { state in
                if let batch = state.take() { return .some(batch) }
                if state.isFinished { return .some(nil) }
                state.waiter = continuation
                return .none
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            return state.waiter.take()
        }
        waiter?.resume(returning: nil)
    }
}
