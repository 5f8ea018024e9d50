import ProxyCore

/// Connections that wait for their next request, as a value: newest first out, oldest first dropped.
struct IdleConnections<Connection: AnyObject> {
    private struct Entry {
        let connection: Connection
        let since: ContinuousClock.Instant
    }

    /// The most connections kept for one upstream.
    let limit: Int
    private var entries: [UpstreamTarget: [Entry]] = [:]

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { entries.isEmpty }

    /// The one that was used last, which is the least likely to have been closed by the other side.
    mutating func take(_ target: UpstreamTarget) -> Connection? {
        let connection = entries[target]?.popLast()?.connection
        if entries[target]?.isEmpty == true { entries[target] = nil }
        return connection
    }

    /// - Returns: a connection to close, because there are enough.
    mutating func put(_ connection: Connection, for target: UpstreamTarget, at now: ContinuousClock.Instant)
        -> Connection?
    {
        entries[target, default: []].append(Entry(connection: connection, since: now))
        guard let count = entries[target]?.count, count > limit else { return nil }
        return entries[target]?.removeFirst().connection
    }

    mutating func remove(_ connection: Connection, for target: UpstreamTarget) {
        entries[target]?.removeAll { $0.connection === connection }
        if entries[target]?.isEmpty == true { entries[target] = nil }
    }

    /// Takes out what has waited since `moment` or longer.
    mutating func expire(since moment: ContinuousClock.Instant) -> [Connection] {
        var expired: [Connection] = []
        for (target, list) in entries {
            let kept = list.filter { $0.since > moment }
            expired += list.filter { $0.since <= moment }.map(\.connection)
            entries[target] = kept.isEmpty ? nil : kept
        }
        return expired
    }

    /// Takes out all.
    mutating func removeAll() -> [Connection] {
        defer { entries = [:] }
        return entries.values.flatMap { $0.map(\.connection) }
    }
}
