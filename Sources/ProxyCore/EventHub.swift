import Synchronization

/// Sends every event to every subscriber; a slow subscriber loses its own oldest events, never anyone's time.
///
/// Safe from any thread. ``publish(_:)`` takes short locks and never waits, so an event loop may call it. Totals must
/// not be counted from this feed, because it may drop: read ``TrafficStats`` for those.
package final class EventHub: Sendable {
    private struct State {
        var subscriptions: [Subscription] = []
        var isFinished = false
    }

    private let state = Mutex(State())
    private let isLookedInto = Atomic<Bool>(false)
    private let greatestInterest = Atomic<FlowInterest>(.none)
    private let isSampled = Atomic<Bool>(false)

    package init() {}

    /// Whether anybody listens: what only events need is not worth preparing otherwise.
    package var hasSubscribers: Bool { interest != .none }

    /// Whether anybody who listens looks at the heads of messages: copying them for nobody would be a waste.
    package var wantsHeads: Bool { isLookedInto.load(ordering: .relaxed) }

    /// The interest of whoever wants to be told of the most flows.
    package var interest: FlowInterest { greatestInterest.load(ordering: .relaxed) }

    /// Whether anybody wants some flows of those that go well, and to know how many there were besides.
    package var wantsSample: Bool { isSampled.load(ordering: .relaxed) }

    /// Hands an event to every subscriber.
    package func publish(_ event: ProxyEvent) {
        guard hasSubscribers else { return }
        for subscription in state.withLock({ $0.subscriptions }) { subscription.push(event) }
    }

    /// Hands several events to every subscriber at once: one wake-up for all of them.
    ///
    /// - Parameter skipped: how many flows were not told of, because no subscriber wants them all.
    package func publish(_ events: [ProxyEvent], skipped: Int = 0) {
        guard hasSubscribers, !events.isEmpty || skipped > 0 else { return }
        for subscription in state.withLock({ $0.subscriptions }) { subscription.push(events, skipped: skipped) }
    }

    /// A new subscriber, which sees everything published from now on.
    ///
    /// - Parameters:
    ///   - limit: how many events wait for a slow subscriber before the oldest are dropped; at least 1.
    ///   - wantsHeads: whether it looks at the heads of messages. One that does not may get them all the same.
    ///   - interest: of how many flows it wants to be told at least.
    package func subscribe(
        bufferingNewest limit: Int = 10_000, wantsHeads: Bool = true, interest: FlowInterest = .every
    ) -> EventFeed {
        let subscription = Subscription(limit: max(1, limit), wantsHeads: wantsHeads, interest: interest)
        state.withLock { state in
            guard !state.isFinished else { return subscription.finish() }
            state.subscriptions.append(subscription)
            changed(state)
        }
        return EventFeed(subscription) { [weak self] in self?.forget(subscription) }
    }

    /// Ends every feed, once it has handed over what it holds; feeds that are asked for later end at once.
    package func finish() {
        let subscriptions = state.withLock { state in
            state.isFinished = true
            return state.subscriptions
        }
        for subscription in subscriptions { subscription.finish() }
    }

    private func forget(_ subscription: Subscription) {
        state.withLock { state in
            state.subscriptions.removeAll { $0 === subscription }
            changed(state)
        }
    }

    private func changed(_ state: State) {
        isLookedInto.store(state.subscriptions.contains(where: \.wantsHeads), ordering: .relaxed)
        isSampled.store(state.subscriptions.contains { $0.interest == .some }, ordering: .relaxed)
        greatestInterest.store(state.subscriptions.map(\.interest).max() ?? .none, ordering: .relaxed)
    }
}

/// One subscriber's side of a hub.
package struct EventFeed: Sendable {
    /// What has come since it was last asked, in order. For one reader; it ends on ``finish()``, on the hub's end, or when
    /// the reader's task is cancelled.
    package let batches: AsyncStream<EventBatch>
    private let end: @Sendable () -> Void

    fileprivate init(_ subscription: Subscription, forget: @escaping @Sendable () -> Void) {
        let end: @Sendable () -> Void = {
            subscription.finish()
            forget()
        }
        batches = AsyncStream {
            await subscription.next()
        } onCancel: {
            end()
        }
        self.end = end
    }

    /// Wants no more: what has come is still handed over. A feed that nobody finishes keeps what nobody reads.
    package func finish() { end() }
}

/// What a subscriber gets at once: the events since its last batch, in order, and how many it lost before them.
package struct EventBatch: Sendable {
    package var events: [ProxyEvent]
    package var dropped: Int
    /// How many flows went by untold meanwhile. Where somebody wants every problem there is none among them; otherwise problems
    /// beyond their allowance are.
    package var skipped: Int

    package init(events: [ProxyEvent], dropped: Int = 0, skipped: Int = 0) {
        self.events = events
        self.dropped = dropped
        self.skipped = skipped
    }
}

/// One subscriber's queue: the newest events up to a limit, and the task that waits for them.
private final class Subscription: Sendable {
    private struct State: ~Copyable {
        var queue: [ProxyEvent] = []
        /// Where the queue's oldest event stands once it has wrapped around.
        var head = 0
        var dropped = 0
        var skipped = 0
        var isFinished = false
        var waiter: CheckedContinuation<EventBatch?, Never>?

        mutating func append(_ event: ProxyEvent, limit: Int) {
            guard queue.count >= limit else { return queue.append(event) }
            queue[head] = event
            head = (head + 1) % limit
            dropped += 1
        }

        mutating func append(_ events: [ProxyEvent], limit: Int) {
            // The usual case, in which the queue takes over the memory that came.
            if queue.isEmpty, events.count <= limit { return queue = events }
            for event in events { append(event, limit: limit) }
        }

        /// Everything held, oldest first; nil if there is nothing.
        mutating func take() -> EventBatch? {
            guard !queue.isEmpty || skipped > 0 else { return nil }
            let events = head == 0 ? queue : Array(queue[head...] + queue[..<head])
            defer { (queue, head, dropped, skipped) = ([], 0, 0, 0) }
            return EventBatch(events: events, dropped: dropped, skipped: skipped)
        }
    }

    let wantsHeads: Bool
    let interest: FlowInterest
    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int, wantsHeads: Bool, interest: FlowInterest) {
        self.limit = limit
        self.wantsHeads = wantsHeads
        self.interest = interest
    }

    func push(_ event: ProxyEvent) { add { $0.append(event, limit: limit) } }

    func push(_ events: [ProxyEvent], skipped: Int) {
        add { state in
            state.append(events, limit: limit)
            state.skipped += skipped
        }
    }

    private func add(_ change: (inout State) -> Void) {
        let wake: (CheckedContinuation<EventBatch?, Never>, EventBatch?)? = state.withLock { state in
            guard !state.isFinished else { return nil }
            change(&state)
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
                precondition(state.waiter == nil, "a feed is for one reader")
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
