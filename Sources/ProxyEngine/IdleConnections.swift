import ProxyCore

/// Connections that wait for their next request, as a value: newest first out, oldest first dropped.
struct IdleConnections<Connection: AnyObject> {
    private struct Entry {
        let connection: Connection
        let since: ContinuousClock.Instant
    }

    /// The most connections kept for one upstream.
    let limit: Int
    /// The most connections kept at all: each holds a descriptor.
    let total: Int
    /// A list may be empty until the next sweep: making one anew for each request would cost more than it holds.
    private var entries: [UpstreamTarget: [Entry]] = [:]
    private var count = 0

    init(limit: Int, total: Int = .max) {
        self.limit = limit
        self.total = total
    }

    var isEmpty: Bool { count == 0 }

    /// The one that was used last, which is the least likely to have been closed by the other side.
    mutating func take(_ target: UpstreamTarget) -> Connection? {
        guard let index = entries.index(forKey: target), let entry = entries.values[index].popLast() else { return nil }
        count -= 1
        return entry.connection
    }

    /// - Returns: a connection to close, because there are enough.
    mutating func put(_ connection: Connection, for target: UpstreamTarget, at now: ContinuousClock.Instant)
        -> Connection?
    {
        let held = append(Entry(connection: connection, since: now), for: target)
        count += 1
        if held > limit { return dropOldest(of: target) }
        guard count > total else { return nil }
        let oldest = entries.filter { !$0.value.isEmpty }
            .min { ($0.value.first?.since ?? now) < ($1.value.first?.since ?? now) }
        return oldest.flatMap { dropOldest(of: $0.key) }
    }

    /// - Returns: how many there are then.
    private mutating func append(_ entry: Entry, for target: UpstreamTarget) -> Int {
        guard let index = entries.index(forKey: target) else {
            entries[target] = [entry]
            return 1
        }
        entries.values[index].append(entry)
        return entries.values[index].count
    }

    private mutating func dropOldest(of target: UpstreamTarget) -> Connection? {
        count -= 1
        return entries[target]?.removeFirst().connection
    }

    mutating func remove(_ connection: Connection, for target: UpstreamTarget) {
        guard let index = entries[target]?.firstIndex(where: { $0.connection === connection }) else { return }
        entries[target]?.remove(at: index)
        count -= 1
    }

    /// Takes out what has waited since `moment` or longer.
    mutating func expire(since moment: ContinuousClock.Instant) -> [Connection] {
        var expired: [Connection] = []
        for (target, list) in entries {
            let kept = list.filter { $0.since > moment }
            expired += list.filter { $0.since <= moment }.map(\.connection)
            entries[target] = kept.isEmpty ? nil : kept
        }
        count -= expired.count
        return expired
    }

    /// Takes out all.
    mutating func removeAll() -> [Connection] {
        defer {
            entries = [:]
            count = 0
        }
        return entries.values.flatMap { $0.map(\.connection) }
    }
}
