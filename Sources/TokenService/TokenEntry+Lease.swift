import ProxyCore

extension TokenEntry {
    /// The longest for which a lease holds: by so much the moment of the last use may be out, which only the choice of what has to
    /// make room goes by.
    static let leaseTime = Duration.milliseconds(100)

    /// Until when the token that was just looked up is the answer, if nothing happens to this entry before.
    ///
    /// - Returns: nil where each request has to ask.
    package func leaseEnd(at now: Instant) -> Instant? {
        guard let held, settling == nil, now < held.dies else { return nil }
        let due = mint == nil ? max(held.refreshAt, failure?.retryAt ?? held.refreshAt) : held.dies
        return min(now.advanced(by: Self.leaseTime), due, held.dies)
    }
}
