import Synchronization

/// The totals since the start, and the measurements behind them: the one source of the dashboard's numbers and of `/metrics`,
/// so that the two cannot disagree. Complete even where a subscriber lost events, because every part of the engine counts
/// here itself. Safe from any thread.
///
/// What happens for each request is counted on a ``TrafficShard``, one an event loop. What is rare is counted here, under
/// one short lock.
package final class TrafficStats: Sendable {
    private struct State {
        var totals = TrafficSnapshot()
        var shards: [TrafficShard] = []
        var audiences = LabelTable(limit: MetricLimits.audiences, overflow: MetricLimits.other)
        var servers = LabelTable(
            limit: MetricLimits.servers, overflow: ServerLabel(address: MetricLimits.other, port: nil))
        var errorClasses = LabelTable(limit: MetricLimits.errorClasses, overflow: MetricLimits.other)
        var fetches: [FetchKey: Int] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Changes what is rare: the totals that no shard counts.
    package func update(_ change: (inout TrafficSnapshot) -> Void) {
        state.withLock { change(&$0.totals) }
    }

    /// A place to count for one event loop. It counts for as long as the totals do.
    package func shard() -> TrafficShard {
        let shard = TrafficShard()
        state.withLock { $0.shards.append(shard) }
        return shard
    }

    /// Where requests to an upstream are counted. To be asked once a route, not once a request.
    package func slots(for target: UpstreamTarget, _ audiences: AudienceSet) -> RouteSlots {
        let (server, audience) = (ServerLabel(target), audiences.description)
        return state.withLock {
            RouteSlots(server: $0.servers.slot(for: server), audience: $0.audiences.slot(for: audience))
        }
    }

    /// A call to STS for a token is over.
    package func fetched(_ audiences: AudienceSet, failure: MintFailure? = nil) {
        let (audience, errorClass) = (audiences.description, failure?.errorClass)
        state.withLock { state in
            if failure != nil { state.totals.mintFailures += 1 }
            let key = FetchKey(
                audience: state.audiences.slot(for: audience),
                errorClass: errorClass.map { state.errorClasses.slot(for: $0) })
            state.fetches[key, default: 0] += 1
        }
    }

    package func snapshot() -> TrafficSnapshot { metrics().totals }

    /// Everything, at one moment.
    package func metrics() -> MetricsSnapshot {
        var counts = TrafficCounts()
        for shard in state.withLock({ $0.shards }) { counts.add(shard.counts()) }
        // The labels after the numbers: then each number has its label.
        let state = state.withLock { $0 }
        var snapshot = MetricsSnapshot(counts: counts, totals: state.totals)
        snapshot.audiences = state.audiences.values
        snapshot.servers = state.servers.values
        snapshot.errorClasses = state.errorClasses.values
        snapshot.fetches = state.fetches
        return snapshot
    }
}

/// The totals at one moment.
package struct TrafficSnapshot: Sendable, Hashable {
    /// Requests whose head has been read.
    package var requests = 0
    /// Requests that are not over yet.
    package var inFlight = 0
    /// Requests that ended with a problem: 401, 403, 407, 431, 5xx, or none at all.
    package var problems = 0
    /// Requests that found their token in the cache.
    package var cacheHits = 0
    /// Requests that did not.
    package var cacheMisses = 0
    /// Mints asked of STS; its client's own retries are not counted apart.
    package var mints = 0
    package var mintFailures = 0
    /// Audience sets that hold a token which still lives.
    package var cachedAudiences = 0
    package var connections = 0
    /// Connections that came to nothing before their first request, where TLS is spoken.
    package var handshakeFailures = 0

    package init() {}
}
