import Synchronization

/// The totals since the start. Complete even where a subscriber lost events, because every part of the engine counts here
/// itself. Safe from any thread; each call takes one short lock.
package final class TrafficStats: Sendable {
    private let totals = Mutex(TrafficSnapshot())

    package init() {}

    package func update(_ change: (inout TrafficSnapshot) -> Void) {
        totals.withLock { change(&$0) }
    }

    package func snapshot() -> TrafficSnapshot { totals.withLock { $0 } }
}

/// The totals at one moment.
package struct TrafficSnapshot: Sendable, Hashable {
    /// Requests whose head has been read.
    package var requests = 0
    /// Requests that are not over yet.
    package var inFlight = 0
    /// Requests that ended with a problem: 401, 403, 431, 5xx, or none at all.
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
