import ProxyCore

/// The newest events, with repeats folded into the row of the first.
///
/// A repeat is folded while the first is among the newest few rows: further up, nobody would see it happen again.
struct EventLog: Sendable {
    static let foldingDistance = 16

    private var ring: Ring<EventRow>
    private var keysBySameness: [String: Int] = [:]
    /// How many events there were, folded ones included.
    private(set) var total = 0
    private(set) var logLines = 0
    /// Keys of rows that have come, changed or gone since somebody asked.
    private var touched: [Int] = []

    init(capacity: Int) { ring = Ring(capacity: capacity) }

    var capacity: Int { ring.capacity }
    var dropped: Int { ring.first }
    var appended: Int { ring.appended }
    var keys: RowKeys { RowKeys(run: ring.numbers) }

    subscript(key: Int) -> EventRow? { ring[key] }

    mutating func append(_ row: EventRow) {
        total += 1
        if row.kind == .log { logLines += 1 }
        guard let sameness = row.sameness else { return push(row) }
        if let key = keysBySameness[sameness], ring.appended - key <= Self.foldingDistance, ring[key] != nil {
            ring[key]?.repeated(by: row)
            touched.append(key)
        } else {
            keysBySameness[sameness] = ring.appended
            push(row)
        }
    }

    /// Which rows have come, changed or gone since this was last asked.
    mutating func takeTouched() -> [Int] {
        var taken: [Int] = []
        swap(&taken, &touched)
        return taken
    }

    private mutating func push(_ row: EventRow) {
        touched.append(ring.appended)
        guard let dropped = ring.append(row) else { return }
        touched.append(dropped.number)
        guard let sameness = dropped.element.sameness else { return }
        if keysBySameness[sameness] == dropped.number { keysBySameness[sameness] = nil }
    }
}
