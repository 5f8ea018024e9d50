import ProxyCore

/// An order of the tokens other than that of their first use.
struct TokenSort: Sendable, Equatable {
    let column: TokenColumns.Column
    var isDescending: Bool

    /// The columns that `s` goes through: what one sorts for most comes first.
    private static let columns: [TokenColumns.Column] = [
        .left, .next, .state, .problems, .uses, .waited, .took, .generation, .age, .audience,
    ]
    private static let startingHigh: Set<TokenColumns.Column> = [.problems, .uses, .waited, .took, .generation]

    /// - Returns: nil for the order of first use.
    static func next(after sort: TokenSort?, among shown: [TokenColumns.Column]) -> TokenSort? {
        let columns = columns.filter { shown.contains($0) }
        let index = sort.flatMap { columns.firstIndex(of: $0.column) }.map { $0 + 1 } ?? 0
        guard index < columns.count else { return nil }
        return TokenSort(column: columns[index], isDescending: startingHigh.contains(columns[index]))
    }

    /// `largest first`
    var direction: String {
        switch column {
        case .audience: isDescending ? "Z to A" : "A to Z"
        case .state: isDescending ? "best first" : "worst first"
        case .left, .next: isDescending ? "latest first" : "soonest first"
        default: isDescending ? "largest first" : "smallest first"
        }
    }

    /// Rows that say nothing in this column come last, whichever way round; equals in order of first use.
    func ordered(_ keys: RowKeys, in tokens: TokenBook, at now: WallTime) -> [Int] {
        let rows = (0..<keys.count).compactMap { tokens[keys[$0]] }
        guard column != .audience else {
            let sorted = rows.sorted { (one, other) in
                let texts = (one.audiences.description, other.audiences.description)
                return isDescending ? texts.0 > texts.1 : texts.0 < texts.1
            }
            return sorted.map(\.handle.index)
        }
        let known = rows.compactMap { row in number(row, at: now).map { (isDescending ? -$0 : $0, row.handle.index) } }
        let unknown = rows.filter { number($0, at: now) == nil }.map(\.handle.index)
        return known.sorted { $0 < $1 }.map(\.1) + unknown
    }

    private func number(_ row: TokenRow, at now: WallTime) -> Int64? {
        switch column {
        case .left: row.held(at: now)?.left(at: now).milliseconds
        case .next: nextCall(row, at: now)
        case .state: Self.severities.firstIndex(of: row.state(at: now)).map { Int64($0) }
        case .problems: Int64(row.problems)
        case .uses: Int64(row.uses)
        case .waited: Int64(row.waited)
        case .took: row.newest?.mint.took.milliseconds
        case .generation: row.newest.map { Int64($0.id.generation) }
        case .age: row.newest.map { $0.born.duration(to: now).milliseconds }
        case .handle, .audience, .fuse, .print, .algorithm, .keyID: nil
        }
    }

    private func nextCall(_ row: TokenRow, at now: WallTime) -> Int64? {
        switch row.nextCall(at: now) {
        case .underWay: 0
        case .byItself(let time), .retry(let time): now.duration(to: time).milliseconds
        case .ifUsed, .onUse: nil
        }
    }

    /// The worst first.
    private static let severities: [TokenRow.State] = [
        .denied, .failed, .limited, .retry, .wait, .old, .due, .settling, .none, .capped, .fresh,
    ]
}
