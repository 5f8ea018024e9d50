import Diagnosis
import ProxyCore

/// The newest events, with repeats folded into the row of the first, and those listed that matter enough.
///
/// A repeat is folded while the first is among the newest few rows: further up, nobody would see it happen again. What is
/// below the level that is listed is kept all the same, so that another level shows it.
struct EventLog: Sendable {
    static let foldingDistance = 16

    private var ring: Ring<EventRow>
    private var rowsBySameness: [String: (key: Int, place: Int)] = [:]
    private var tallies: [LogLevel: EventTally] = [:]
    private(set) var logLines = 0
    /// From which level on events are listed.
    private(set) var level = LogLevel.info
    /// The keys of the rows that are listed, ascending.
    private var listed: [Int] = []
    /// How many rows that are more than routine there ever were.
    private var places = 0
    /// Keys of listed rows that have come, changed or gone since somebody asked.
    private var touched: [Int] = []

    init(capacity: Int) { ring = Ring(capacity: capacity) }

    var capacity: Int { ring.capacity }
    var appended: Int { ring.appended }
    /// The rows that are listed.
    var keys: RowKeys { listed.count == ring.count ? RowKeys(run: ring.numbers) : RowKeys(single: listed) }

    /// What there ever was of what is listed.
    var tally: EventTally {
        tallies.reduce(into: EventTally()) { sum, each in if each.key >= level { sum += each.value } }
    }
    /// How many events there were that are listed, folded ones included.
    var total: Int { tally.events }
    /// The rows that are kept and not listed, by their level, the lowest first.
    var hidden: [(level: LogLevel, rows: Int)] {
        LogLevel.allCases.filter { $0 < level }.map { ($0, tallies[$0]?.rows ?? 0) }.filter { $0.rows > 0 }
    }

    subscript(key: Int) -> EventRow? { ring[key] }

    /// The newest listed row of a call to STS because of which a request for these audiences got no token, or that such calls are
    /// folded into.
    func key(ofRefusalFor end: FlowEnd, _ handle: TokenHandle) -> Int? {
        listed.last { key in
            guard let row = ring[key], row.handle == handle, case .failed(let first) = row.subject,
                case .failed(let latest) = row.latest
            else { return false }
            return first.accounts(for: end) || latest.accounts(for: end)
        }
    }

    mutating func append(_ row: EventRow) {
        tallies[row.level, default: EventTally()].events += 1
        if row.kind == .log { logLines += 1 }
        guard let sameness = row.sameness else { return push(row) }
        if let (key, place) = rowsBySameness[sameness], places - place <= Self.foldingDistance, ring[key] != nil {
            ring[key]?.repeated(by: row)
            tallies[row.level, default: EventTally()].folded += 1
            if row.level >= level { touched.append(key) }
        } else {
            rowsBySameness[sameness] = (ring.appended, places)
            push(row)
        }
    }

    /// Lists from another level on.
    mutating func list(from level: LogLevel) {
        self.level = level
        listed = ring.numbers.filter { key in ring[key].map { $0.level >= level } ?? false }
    }

    /// Which listed rows have come, changed or gone since this was last asked.
    mutating func takeTouched() -> [Int] {
        var taken: [Int] = []
        swap(&taken, &touched)
        return taken
    }

    private mutating func push(_ row: EventRow) {
        if row.level > .debug { places += 1 }
        if row.level >= level {
            listed.append(ring.appended)
            touched.append(ring.appended)
        }
        guard let dropped = ring.append(row) else { return }
        forget(dropped.number, dropped.element)
    }

    private mutating func forget(_ key: Int, _ row: EventRow) {
        tallies[row.level, default: EventTally()].dropped += 1
        if row.level >= level {
            listed.removeAscending(key)
            touched.append(key)
        }
        guard let sameness = row.sameness else { return }
        if rowsBySameness[sameness]?.key == key { rowsBySameness[sameness] = nil }
    }
}
