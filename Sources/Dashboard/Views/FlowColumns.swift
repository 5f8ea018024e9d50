import Canvas

/// Which columns the flows list has at a width, and where they stand.
struct FlowColumns: Sendable, Equatable {
    enum Column: String, Sendable, Hashable, CaseIterable {
        case id = "ID"
        case time = "TIME"
        case method = "METH"
        case upstream = "UPSTREAM"
        case path = "PATH"
        /// A status and room for its mark.
        case status = "ST "
        case token = "TOKEN"
        case left = "LEFT"
        case tokenTime = "TOKms"
        case upstreamTime = "UPms"
        case total = "TOTAL"
        case age = "AGE"
        case print = "PRINT"
        case received = "BYTES"

        var alignment: Canvas.Alignment {
            switch self {
            case .time, .method, .upstream, .path, .token, .print: .left
            case .id, .status, .left, .tokenTime, .upstreamTime, .total, .age, .received: .right
            }
        }
    }

    /// The cells that the longest host and the longest path take.
    struct Needs: Sendable, Equatable {
        var host = 0
        var path = 0
    }

    let placed: [PlacedColumn<Column>]
    let isWide: Bool

    var columns: [Column] { placed.map(\.column) }

    /// What a column is called here: the total is `MS` where it stands alone.
    func title(of column: Column) -> String {
        let title = placed.first { $0.column == column }?.title ?? column.rawValue
        return title.filter { $0 != " " }
    }

    /// - Parameters:
    ///   - timeWidth: what the time format needs.
    ///   - tokenWidth: what the tokens need.
    ///   - needs: what the longest texts need, where that is known.
    ///   - hidden: columns that say the same in every row, whose room the path gets.
    ///   - wishes: what their reader wants to see, and in what order.
    init(
        width: Int, timeWidth: Int, tokenWidth: Int = FlowTokenCell.usualWidth, needs: Needs? = nil,
        hidden: Set<Column> = [],
        wishes: ColumnSet<Column> = ColumnSet()
    ) {
        isWide = width >= Layout.wide
        let isWide = self.isWide
        var columns = wishes.shown(isWide: isWide).filter { !hidden.contains($0) }
            .map { ($0, Self.width(of: $0, isWide: isWide, timeWidth: timeWidth, tokenWidth: tokenWidth)) }
        // What goes first when there is no room for a host and a path.
        for column in Self.expendable where Self.lacksRoom(columns, width) { columns.removeAll { $0.0 == column } }
        placed = Self.place(columns, room: Self.room(in: columns, width), needs)
    }

    private static let expendable: [Column] = [
        .tokenTime, .upstreamTime, .id, .method, .left, .received, .print, .age,
    ]

    private static func lacksRoom(_ columns: [(Column, Int)], _ width: Int) -> Bool {
        let isElastic = columns.contains { $0.0 == .upstream || $0.0 == .path }
        return room(in: columns, width) < (isElastic ? 28 : 0)
    }

    /// The cells that a column needs; 0 for those that share the rest.
    private static func width(of column: Column, isWide: Bool, timeWidth: Int, tokenWidth: Int) -> Int {
        switch column {
        case .time: timeWidth
        case .upstream, .path: 0
        case .method: isWide ? 6 : 4
        case .status: 4
        case .token: tokenWidth
        case .id, .left, .tokenTime, .age: 5
        case .upstreamTime, .total, .print: 6
        case .received: 7
        }
    }

    /// The cells left for upstream and path together, past the mark, a blank between columns and a wide row's margin.
    private static func room(in columns: [(Column, Int)], _ width: Int) -> Int {
        let margin = columns.contains { $0.0 == .upstreamTime } ? 1 : 0
        return width - 1 - margin - columns.reduce(0) { $0 + $1.1 } - (columns.count - 1)
    }

    /// Upstreams have a share of the room: less where the hosts are short, and more where they are long and no path needs that
    /// much.
    private static func upstreamWidth(_ room: Int, _ needs: Needs?) -> Int {
        let share = min(32, room * 43 / 100)
        guard let needs else { return max(8, share) }
        let most = min(share + max(0, room - share - needs.path), room * 60 / 100)
        return max(8, min(max(needs.host, room * 35 / 100), most))
    }

    private static func place(
        _ columns: [(Column, Int)], room: Int, _ needs: Needs?
    ) -> [PlacedColumn<Column>] {
        let hasPath = columns.contains { $0.0 == .path }
        let upstream =
            columns.contains { $0.0 == .upstream } ? hasPath ? upstreamWidth(room, needs) : max(8, room) : 0
        var start = 1
        var placed: [PlacedColumn<Column>] = []
        for (column, fixed) in columns {
            let width =
                switch column {
                case .upstream: upstream
                case .path: max(8, room - upstream)
                default: fixed
                }
            let title = column == .total && !columns.contains { $0.0 == .upstreamTime } ? "MS" : column.rawValue
            placed.append(PlacedColumn(column: column, title: title, start: start, width: width))
            start += width + 1
        }
        return placed
    }
}
