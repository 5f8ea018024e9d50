import Synchronization

/// What one event loop counts. Only that loop writes, so its lock is free whenever it is wanted, but for the moment in which
/// somebody reads the totals.
package final class TrafficShard: Sendable {
    private let state = Mutex(TrafficCounts())

    init() {}

    /// A request's head has been read.
    package func began() { state.withLock { $0.requests += 1 } }

    /// A request asked the cache for its token.
    package func askedCache(_ audience: LabelSlot, found: Bool) {
        state.withLock {
            if found { $0.hits.add(1, to: audience) } else { $0.misses.add(1, to: audience) }
        }
    }

    /// A request is over.
    package func ended(_ flow: FlowMeasurement) { state.withLock { $0.ended(flow) } }

    func counts() -> TrafficCounts { state.withLock { $0 } }
}

/// What has been counted of requests, by what distinguishes them.
package struct TrafficCounts: Sendable {
    package internal(set) var requests = 0
    /// Requests that are over.
    package internal(set) var ended = 0
    package internal(set) var problems = 0
    /// The same by upstream and outcome: as many at most as there are labels of servers and statuses.
    package internal(set) var troubles: [TroubleKey: Int] = [:]
    package internal(set) var hits = SlotCounts()
    package internal(set) var misses = SlotCounts()
    package internal(set) var served: [ServerKey: LatencyHistogram] = [:]
    package internal(set) var called: [ClientKey: LatencyHistogram] = [:]

    package init() {}

    mutating func ended(_ flow: FlowMeasurement) {
        ended += 1
        if flow.isProblem {
            problems += 1
            troubles[TroubleKey(flow), default: 0] += 1
        }
        served[ServerKey(method: flow.method, status: flow.status), default: LatencyHistogram()].record(flow.total)
        guard let call = flow.call else { return }
        called[call.key, default: LatencyHistogram()].record(call.duration)
    }

    mutating func add(_ other: TrafficCounts) {
        requests += other.requests
        ended += other.ended
        problems += other.problems
        for (key, count) in other.troubles { troubles[key, default: 0] += count }
        hits.add(other.hits)
        misses.add(other.misses)
        for (key, histogram) in other.served { served[key, default: LatencyHistogram()].add(histogram) }
        for (key, histogram) in other.called { called[key, default: LatencyHistogram()].add(histogram) }
    }
}
