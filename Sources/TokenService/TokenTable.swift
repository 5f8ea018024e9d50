import ProxyCore

/// All entries, and the tasks that wait for one. The part of the service that is guarded by its lock: no effects in here.
struct TokenTable {
    typealias Continuation = CheckedContinuation<Result<TokenGrant, ProxyError>, Never>
    typealias Instant = ContinuousClock.Instant

    private(set) var entries: [AudienceSet: TokenEntry] = [:]
    var waiters: [Int: Waiter] = [:]
    /// Set once nobody mints any more.
    var isClosed = false

    private let limit: Int
    private let retiredLimit: Int
    private var nextHandle = 0
    private var nextWaiter = 0
    private var nextDeed = 0

    /// A task that waits.
    struct Waiter {
        let flow: FlowID
        let since: Instant
        let continuation: Continuation
    }

    /// - Parameters:
    ///   - limit: the most audience sets to remember; at least 1.
    ///   - retiredLimit: how many tokens of each are kept when they are out of use.
    init(limit: Int, retiredLimit: Int = 0) {
        self.limit = max(1, limit)
        self.retiredLimit = retiredLimit
    }

    /// An entry that was dropped to make room.
    struct Displaced {
        let audiences: AudienceSet
        let handle: TokenHandle
        let token: TokenID?
    }

    /// How many audience sets hold a token.
    private(set) var holding = 0

    /// A request looks for a token: nothing comes into the table by that or goes, and nothing of an entry is copied.
    mutating func lookedUp(_ audiences: AudienceSet, at now: Instant) -> TokenEntry.Lookup {
        entries[audiences]?.lookedUp(at: now) ?? .miss
    }

    /// Changes the entry of an audience set if there is one.
    mutating func update<T>(_ audiences: AudienceSet, _ change: (inout TokenEntry) -> T?) -> T? {
        guard let index = entries.index(forKey: audiences) else { return nil }
        let before = entries.values[index].held != nil
        defer { holding += (entries.values[index].held != nil ? 1 : 0) - (before ? 1 : 0) }
        return change(&entries.values[index])
    }

    /// Makes sure that there is an entry, dropping the least recently used ones where there is no room.
    ///
    /// - Returns: what was dropped; nil if there is no room, because every entry is being minted for.
    mutating func ensure(_ audiences: AudienceSet, at now: Instant) -> [Displaced]? {
        guard entries[audiences] == nil else { return [] }
        var displaced: [Displaced] = []
        while entries.count >= limit {
            guard let dropped = dropLeastRecentlyUsed() else { return nil }
            displaced.append(dropped)
        }
        entries[audiences] = TokenEntry(
            handle: TokenHandle(index: nextHandle), at: now, retiredLimit: retiredLimit)
        nextHandle += 1
        return displaced
    }

    /// A number for a task that is about to wait.
    mutating func waiterNumber() -> Int {
        nextWaiter += 1
        return nextWaiter
    }

    /// A number for a command that can be taken back; later ones are higher.
    mutating func deedNumber() -> Int {
        nextDeed += 1
        return nextDeed
    }

    /// Takes the latest command back, for every audience set that it was about.
    mutating func undo(at now: Instant) -> [(audiences: AudienceSet, restored: TokenEntry.Restored)] {
        guard let deed = entries.values.lazy.compactMap({ $0.undoableDeed(at: now) }).max() else { return [] }
        let concerned = entries.filter { $0.value.undoableDeed(at: now) == deed }
        return concerned.keys.sorted { $0.values.lexicographicallyPrecedes($1.values) }.compactMap { audiences in
            update(audiences) { $0.restored(at: now) }.map { (audiences, $0) }
        }
    }

    /// Takes out the tasks that wait under these numbers.
    mutating func take(_ numbers: [Int]) -> [Waiter] { numbers.compactMap { waiters.removeValue(forKey: $0) } }

    /// The requests that wait under these numbers.
    func flows(of numbers: [Int]) -> [FlowID] { numbers.compactMap { waiters[$0]?.flow } }

    /// One pass over at most `limit` entries, and only when an audience set is new: cheaper than keeping them in order on each hit.
    private mutating func dropLeastRecentlyUsed() -> Displaced? {
        let candidates = entries.lazy.filter { $0.value.isDisposable }
        guard let oldest = candidates.min(by: { $0.value.lastUsed < $1.value.lastUsed }) else { return nil }
        entries[oldest.key] = nil
        if oldest.value.held != nil { holding -= 1 }
        return Displaced(
            audiences: oldest.key, handle: oldest.value.handle, token: oldest.value.held?.token.facts.id)
    }
}
