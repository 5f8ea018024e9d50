package import ProxyCore

/// How upstreams have answered so far, by host and audience set. A value of bounded size, fed with the end of each request.
package struct HostHistory: Sendable {
    private struct Entry: Sendable {
        var audiences: [AudienceSet: AudienceHistory] = [:]
        /// The newest 2xx, whatever its audience set.
        var lastAccepted: HostAcceptance?
        /// Grows with each use: the smallest was used longest ago.
        var use = 0

        mutating func answered(
            _ status: Int, _ sent: SentToken, for audiences: AudienceSet, of end: FlowEnd, as identity: TokenIdentity?,
            use: Int
        ) {
            self.use = use
            if (200..<300).contains(status) {
                lastAccepted = HostAcceptance(flow: end.start.id, time: end.time, sent: sent, audiences: audiences)
            }
            guard self.audiences.count < HostHistory.audienceLimit || self.audiences[audiences] != nil else { return }
            self.audiences[audiences, default: AudienceHistory()]
                .answered(status, sent, flow: end.start.id, at: end.time, as: identity)
        }
    }

    /// Audience sets of one host beyond these are not told apart from none.
    private static let audienceLimit = 64

    private let capacity: Int
    private var entries: [String: Entry] = [:]
    private var uses = 0

    /// - Parameter capacity: hosts; the least recently used go first, an eighth of them at a time.
    package init(capacity: Int = 1_024) { self.capacity = max(1, capacity) }

    package var hosts: Int { entries.count }

    package subscript(host: String, audiences: AudienceSet) -> AudienceHistory? { entries[host]?.audiences[audiences] }

    /// The newest 2xx of a host, whatever its audience set.
    package func lastAccepted(by host: String) -> HostAcceptance? { entries[host]?.lastAccepted }

    /// Another audience set than `audiences` that a host has answered with a 2xx.
    package func accepted(by host: String, besides audiences: AudienceSet) -> AudienceSet? {
        guard let entry = entries[host], entry.audiences.count > 1 else { return nil }
        return entry.audiences.filter { $0.key != audiences && $0.value.accepted > 0 }
            .max { ($0.value.accepted, $1.key.description) < ($1.value.accepted, $0.key.description) }?.key
    }

    /// A request is over. Only what its upstream answered to a token counts, and nothing that was faulted on purpose.
    ///
    /// - Parameter identity: whose token it carried; nil where its claims are not kept.
    package mutating func ended(_ end: FlowEnd, as identity: TokenIdentity?) {
        // What a replay is answered says nothing of what applications send.
        guard end.start.replay == nil, end.fault == nil, end.error == nil, let status = end.meantStatus,
            let sent = end.token, let host = end.start.host,
            let audiences = end.start.audiences
        else { return }
        makeRoom(for: host)
        uses += 1
        entries[host, default: Entry()].answered(status, sent, for: audiences, of: end, as: identity, use: uses)
    }

    private mutating func makeRoom(for host: String) {
        guard entries.count >= capacity, entries[host] == nil else { return }
        let oldest = entries.sorted { $0.value.use < $1.value.use }.prefix(max(1, capacity / 8))
        for (host, _) in oldest { entries[host] = nil }
    }
}
