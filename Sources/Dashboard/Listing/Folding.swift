import ProxyCore

/// Rows that say the same, shown as one: the oldest of each run stands for all of it.
///
/// Two rows are the same if method, upstream, path template, status and token are, and if their marks are: a problem, a
/// fault or a replay never hides behind a row that is none. A row joins a run while that run is among the newest few;
/// further up, nobody would see it happen again. What is in flight stands alone.
struct Folding: Sendable {
    private static let distance = 16

    /// Rows that are shown as one, ascending.
    private struct Run: Sendable {
        var members: ArraySlice<Int>
        /// nil while its only member is in flight.
        var signature: Int?
    }

    private var runs: [Int: Run] = [:]
    private var runsByKey: [Int: Int] = [:]
    private var runsBySignature: [Int: Int] = [:]
    private var runCount = 0
    /// The rows that are shown, ascending.
    private(set) var keys: [Int] = []

    /// The rows that a shown row stands for, itself included, oldest first.
    func members(of key: Int) -> ArraySlice<Int> { runsByKey[key].flatMap { runs[$0]?.members } ?? [key] }

    /// The row that stands for a row.
    func shown(for key: Int) -> Int? { runsByKey[key].flatMap { runs[$0]?.members.first } }

    /// The number of the run that a row is in; a run keeps it until its last member has gone.
    func run(of key: Int) -> Int? { runsByKey[key] }

    /// The row that stands for a run.
    func row(of run: Int) -> Int? { runs[run]?.members.first }

    /// A row is there, or has changed.
    ///
    /// - Parameter isAlarming: whether it was the first to carry a token of another identity.
    mutating func note(_ key: Int, _ record: FlowRecord, isAlarming: Bool) {
        if runsByKey[key] == nil { stand(alone: key) }
        guard !record.isInFlight, let own = runsByKey[key], runs[own]?.signature == nil else { return }
        let signature = Self.signature(of: record, isAlarming)
        if let run = runsBySignature[signature], let first = runs[run]?.members.first, isNear(first) {
            join(key, from: own, to: run, first)
        } else {
            runs[own]?.signature = signature
            runsBySignature[signature] = own
        }
    }

    /// A row has gone, or is not wanted any more.
    mutating func remove(_ key: Int) {
        guard let run = runsByKey.removeValue(forKey: key), let members = runs[run]?.members else { return }
        if members.first == key {
            keys.removeAscending(key)
            runs[run]?.members.removeFirst()
            if let next = runs[run]?.members.first { keys.insertAscending(next) }
        } else {
            runs[run]?.members.removeAll { $0 == key }
        }
        guard runs[run]?.members.isEmpty == true else { return }
        if let signature = runs.removeValue(forKey: run)?.signature, runsBySignature[signature] == run {
            runsBySignature[signature] = nil
        }
    }

    private mutating func stand(alone key: Int) {
        runCount += 1
        runs[runCount] = Run(members: [key])
        runsByKey[key] = runCount
        keys.insertAscending(key)
    }

    private mutating func join(_ key: Int, from own: Int, to run: Int, _ first: Int) {
        runs[own] = nil
        runsByKey[key] = run
        // Of the two, the older one stands for both.
        keys.removeAscending(max(key, first))
        let members = runs[run]?.members ?? []
        if let last = members.last, last > key {
            runs[run]?.members = (members + [key]).sorted()[...]
        } else {
            runs[run]?.members.append(key)
        }
    }

    private func isNear(_ key: Int) -> Bool { keys.count - keys.firstIndex(notBelow: key) <= Self.distance }

    private static func signature(of record: FlowRecord, _ isAlarming: Bool) -> Int {
        var hasher = Hasher()
        hasher.combine(record.start.method)
        hasher.combine(record.start.host)
        PathTemplate.hash(record.start.path, into: &hasher)
        hasher.combine(record.known?.status)
        hasher.combine(record.known?.error?.code)
        hasher.combine(record.known?.token?.id)
        hasher.combine(record.known?.use)
        hasher.combine(record.isProblem)
        hasher.combine(record.known?.fault)
        hasher.combine(record.start.replay)
        hasher.combine(isAlarming)
        return hasher.finalize()
    }
}
