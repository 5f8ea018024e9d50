import ProxyCore

/// The flows of a session in order of arrival: the newest of them, and those still in flight whatever their age.
struct FlowLog: Sendable {
    /// Flows in flight that are older than the ring; more than these would be a leak, not traffic.
    private static let elderLimit = 1_024

    private var ring: Ring<FlowRecord>
    /// Flows in flight, marked ones and those that are looked at, which the ring had no more room for.
    private var elders: [Int: FlowRecord] = [:]
    private var elderKeys: [Int] = []
    /// Elders that nothing keeps any more.
    private var leaving: [Int] = []
    /// The keys of those that somebody has marked.
    private(set) var marks: Set<Int> = []
    /// The keys of those that somebody looks at just now.
    private var pins: Set<Int> = []
    /// Keys of flows that have come, changed or gone since somebody asked.
    private var touched: [Int] = []
    private var keysByFlow: [FlowID: Int] = [:]
    /// The keys of those in flight.
    private(set) var inFlight: Set<Int> = []
    /// Flows from before this key may have ended without this log being told.
    private var uncertainBelow = 0
    private var weight = 0
    private let weightLimit: Int
    /// How many problems there ever were.
    private(set) var problemCount = 0
    /// How many flows were let go.
    private(set) var dropped = 0
    /// When they were.
    private(set) var departures = Departures()
    /// The newest moment that was told.
    private var time = WallTime(milliseconds: 0)

    /// - Parameter weightLimit: the memory to stay under, in bytes.
    init(capacity: Int, weightLimit: Int) {
        ring = Ring(capacity: capacity)
        self.weightLimit = weightLimit
    }

    var capacity: Int { ring.capacity }
    /// How many of them were requests of clients: a replay counts for nothing.
    var requestCount: Int { ring.appended - replayCount }
    private var replayCount = 0
    /// How many flows ever came.
    var appended: Int { ring.appended }
    var inFlightCount: Int { inFlight.count }
    /// How many flows in flight want a token for these audiences.
    func inFlight(for audiences: AudienceSet) -> Int {
        inFlight.count { self[$0]?.start.audiences == audiences }
    }
    /// The key of the oldest flow in the ring.
    var firstInRing: Int { ring.first }
    var keys: RowKeys { RowKeys(single: elderKeys, run: ring.numbers) }

    subscript(key: Int) -> FlowRecord? { ring.numbers.contains(key) ? ring[key] : elders[key] }

    func key(of flow: FlowID) -> Int? { keysByFlow[flow] }
    func record(of flow: FlowID) -> FlowRecord? { keysByFlow[flow].flatMap { self[$0] } }

    mutating func started(_ start: FlowStart) {
        time = max(time, start.time)
        guard keysByFlow[start.id] == nil else { return }
        append(FlowRecord(start: start))
    }

    mutating func ended(_ end: FlowEnd) {
        time = max(time, end.time)
        guard let key = keysByFlow[end.start.id] else {
            // Its beginning was missed, or it was let go: a row of its own is better than none.
            return append(FlowRecord(start: end.start, end: end))
        }
        inFlight.remove(key)
        change(key) { record in
            record.end = end
            record.progress = nil
            record.endWasMissed = false
        }
        noteProblem(key)
        trim()
    }

    /// Events were lost: whatever seems to be in flight may have ended among them.
    mutating func missedEvents() { uncertainBelow = ring.appended }

    /// So many flows are in flight according to the engine. Where more seem to be, the ends of the oldest were missed;
    /// should one still come, it sets that right.
    mutating func settle(inFlight count: Int) {
        let excess = inFlight.count - count
        guard excess > 0, uncertainBelow > 0 else { return }
        for key in inFlight.filter({ $0 < uncertainBelow }).sorted().prefix(excess) {
            inFlight.remove(key)
            change(key) { $0.endWasMissed = true }
        }
    }

    /// Which flows have come, changed or gone since this was last asked; some of them more than once.
    mutating func takeTouched() -> [Int] {
        var taken: [Int] = []
        swap(&taken, &touched)
        return taken
    }

    /// Keeps a flow for good, or no longer.
    mutating func setMark(_ isMarked: Bool, on key: Int) {
        guard let record = self[key] else { return }
        touched.append(key)
        if isMarked { marks.insert(key) } else { marks.remove(key) }
        if !isMarked, !record.isInFlight, elders[key] != nil { leaving.append(key) }
    }

    /// Keeps these flows, and those that were kept so before no longer.
    mutating func pin(_ keys: Set<Int>) {
        guard keys != pins else { return }
        let loose = pins.subtracting(keys)
        pins = keys
        for key in loose {
            if let record = elders[key], !record.isInFlight, !marks.contains(key) { leaving.append(key) }
        }
    }

    private func isKept(_ key: Int) -> Bool { marks.contains(key) || pins.contains(key) }

    private mutating func append(_ record: FlowRecord) {
        let key = ring.appended
        touched.append(key)
        if let oldest = ring.append(record) { retire(oldest.number, oldest.element) }
        keysByFlow[record.id] = key
        weight += record.weight
        if record.start.replay != nil {
            replayCount += 1
        } else if record.isInFlight {
            inFlight.insert(key)
        }
        noteProblem(key)
        letEldersGo()
        trim()
    }

    mutating func change(_ key: Int, _ body: (inout FlowRecord) -> Void) {
        guard var record = self[key] else { return }
        touched.append(key)
        weight -= record.weight
        body(&record)
        weight += record.weight
        if ring.numbers.contains(key) { return ring[key] = record }
        elders[key] = record
        if !record.isInFlight, !isKept(key) { leaving.append(key) }
    }

    private mutating func noteProblem(_ key: Int) {
        if let record = self[key], record.isProblem, record.start.replay == nil { problemCount += 1 }
    }

    /// A record has left the ring: one in flight, marked or looked at is kept aside.
    private mutating func retire(_ key: Int, _ record: FlowRecord) {
        if record.isInFlight || isKept(key) {
            elders[key] = record
            elderKeys.append(key)
        } else {
            forget(key, record)
        }
    }

    private mutating func forget(_ key: Int, _ record: FlowRecord) {
        touched.append(key)
        keysByFlow[record.id] = nil
        inFlight.remove(key)
        weight -= record.weight
        dropped += 1
        departures.left(record.id, at: time)
    }

    /// Elders that are over go with the next arrival, so that their end was at least seen.
    private mutating func letEldersGo() {
        let excess = elderKeys.count - marks.count - pins.count - Self.elderLimit
        if excess > 0 { leaving += elderKeys.filter { !isKept($0) }.prefix(excess) }
        guard !leaving.isEmpty else { return }
        for key in leaving where !isKept(key) {
            if let record = elders.removeValue(forKey: key) { forget(key, record) }
        }
        leaving = []
        elderKeys.removeAll { elders[$0] == nil }
    }

    private mutating func trim() {
        while weight > weightLimit, ring.count > 1, let oldest = ring.removeFirst() {
            retire(oldest.number, oldest.element)
        }
    }
}
