/// All that has been counted, at one moment, with the names of what it was counted by.
package struct MetricsSnapshot: Sendable {
    package let counts: TrafficCounts
    package let totals: TrafficSnapshot
    /// Label values by slot.
    package var audiences: [String] = []
    package var servers: [ServerLabel] = []
    package var errorClasses: [String] = []
    package var fetches: [FetchKey: Int] = [:]

    /// - Parameter totals: to which those that the counts are the source of are added.
    init(counts: TrafficCounts, totals: TrafficSnapshot) {
        self.counts = counts
        var totals = totals
        totals.requests += counts.requests
        totals.inFlight += counts.requests - counts.ended
        totals.problems += counts.problems
        totals.cacheHits += counts.hits.total
        totals.cacheMisses += counts.misses.total
        self.totals = totals
    }
}
