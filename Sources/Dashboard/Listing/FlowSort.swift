import ProxyCore

/// An order of the flows other than that of their arrival.
struct FlowSort: Sendable, Equatable {
    let column: FlowColumns.Column
    var isDescending: Bool

    /// The columns that `s` goes through after the time: what one sorts for most comes first.
    private static let columns: [FlowColumns.Column] = [
        .total, .status, .left, .age, .tokenTime, .upstreamTime, .received, .token, .upstream, .path, .method,
    ]

    /// - Returns: nil for the order of arrival.
    static func next(after sort: FlowSort?, among shown: [FlowColumns.Column]) -> FlowSort? {
        let columns = columns.filter { shown.contains($0) }
        let index = sort.flatMap { columns.firstIndex(of: $0.column) }.map { $0 + 1 } ?? 0
        guard index < columns.count, sort?.column != .time else { return nil }
        let startsLow: Set<FlowColumns.Column> = [.left, .age]
        return FlowSort(
            column: columns[index], isDescending: !columns[index].isText && !startsLow.contains(columns[index]))
    }

    /// `largest first`
    var direction: String {
        switch column {
        case .time, .id: isDescending ? "newest first" : "oldest first"
        case .method, .upstream, .path, .token, .print: isDescending ? "Z to A" : "A to Z"
        case .status, .left, .tokenTime, .upstreamTime, .total, .age, .received:
            isDescending ? "largest first" : "smallest first"
        }
    }

    /// Rows that say nothing in this column come last, whichever way round; equals in order of arrival.
    func ordered(_ keys: RowKeys, in traffic: Traffic) -> [Int] {
        var known: [(value: Int64, key: Int)] = []
        known.reserveCapacity(keys.count)
        var unknown: [Int] = []
        let ranks = column.isText ? textRanks(keys, traffic.flows) : [:]
        for index in 0..<keys.count {
            let key = keys[index]
            guard let record = traffic.flows[key] else { continue }
            let value = column.isText ? text(record).flatMap { ranks[$0] } : number(record, key)
            if let value { known.append((isDescending ? -value : value, key)) } else { unknown.append(key) }
        }
        known.sort { ($0.value, $0.key) < ($1.value, $1.key) }
        return known.map(\.key) + unknown
    }

    /// Texts repeat: each is compared once, not once a row.
    private func textRanks(_ keys: RowKeys, _ flows: FlowLog) -> [String: Int64] {
        var texts: Set<String> = []
        for index in 0..<keys.count { if let text = flows[keys[index]].flatMap(text) { texts.insert(text) } }
        return Dictionary(uniqueKeysWithValues: texts.sorted().enumerated().map { ($1, Int64($0)) })
    }

    private func text(_ record: FlowRecord) -> String? {
        switch column {
        case .method: record.start.method
        case .upstream: record.start.host
        case .path: record.start.path
        case .token: record.known?.token?.id.description
        case .print: record.known?.token?.print
        default: nil
        }
    }

    private func number(_ record: FlowRecord, _ key: Int) -> Int64? {
        switch column {
        case .time, .id: Int64(key)
        case .status: record.known?.status.map { Int64($0) }
        case .left: record.known?.token?.lifeLeft.microseconds
        case .tokenTime: record.known?.durations.token?.microseconds
        case .upstreamTime: record.end?.durations.upstream?.microseconds
        case .total: record.end?.durations.total.microseconds
        case .age: record.known?.token?.age.microseconds
        case .received: record.known.map { Int64($0.responseBytes) }
        case .method, .upstream, .path, .token, .print: nil
        }
    }
}

extension FlowColumns.Column {
    fileprivate var isText: Bool {
        switch self {
        case .method, .upstream, .path, .token, .print: true
        case .id, .time, .status, .left, .tokenTime, .upstreamTime, .total, .age, .received: false
        }
    }
}
