import ProxyCore

/// Counts what a log tells. A recording has totals, which are right even where events were lost.
struct TrafficTally: Sendable {
    private(set) var totals = TrafficSnapshot()

    mutating func add(_ event: ProxyEvent) {
        switch event {
        case .flowStarted(let start) where start.replay == nil:
            totals.requests += 1
            totals.inFlight += 1
        case .flowCompleted(let end), .flowFailed(let end): if end.start.replay == nil { ended(end) }
        case .tokenMinted, .tokenRefreshed: totals.mints += 1
        case .tokenFailed:
            totals.mints += 1
            totals.mintFailures += 1
        default: break
        }
    }

    private mutating func ended(_ end: FlowEnd) {
        // At level info a log does not tell of beginnings.
        if totals.inFlight > 0 { totals.inFlight -= 1 } else { totals.requests += 1 }
        if end.isProblem { totals.problems += 1 }
        switch end.use {
        case .hit: totals.cacheHits += 1
        case .minted, .waited, .failed: totals.cacheMisses += 1
        case .notAsked: break
        }
    }
}
