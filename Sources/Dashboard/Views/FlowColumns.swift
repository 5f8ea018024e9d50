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

        var alignment: Canvas.Alignment {
            switch self {
            case .time, .method, .upstream, .path, .token: .left
            case .id, .status, .left, .tokenTime, .upstreamTime, .total: .right
            }
        }
    }

    struct Placed: Sendable, Equatable {
        let column: Column
        let title: String
        let start: Int
        let width: Int
    }

    let placed: [Placed]
    let isWide: Bool

    var columns: [Column] { placed.map(\.column) }

    /// What a column is called here: the total is `MS` where it stands alone.
    func title(of column: Column) -> String {
        let title = placed.first { $0.column == column }?.title ?? column.rawValue
        return title.filter { $0 != " " }
    }

    /// - Parameters:
    ///   - timeWidth: what the time format needs.
    ///   - hidden: columns that say the same in every row, whose room the path gets.
    init(width: Int, timeWidth: Int, hidden: Set<Column> = []) {
        isWide = width >= Layout.wide
        var columns = Self.fixed(isWide: isWide, timeWidth: timeWidth).filter { !hidden.contains($0.0) }
        // What goes first when there is no room for a host and a path.
        for column in [Column.tokenTime, .upstreamTime, .id, .method, .left] where Self.room(in: columns, width) < 28 {
            columns.removeAll { $0.0 == column }
        }
        placed = Self.place(columns, room: Self.room(in: columns, width))
    }

    private static func fixed(isWide: Bool, timeWidth: Int) -> [(Column, Int)] {
        isWide
            ? [
                (.id, 5), (.time, timeWidth), (.method, 6), (.upstream, 0), (.path, 0), (.status, 4), (.token, 8),
                (.left, 5), (.tokenTime, 5), (.upstreamTime, 6), (.total, 6),
            ]
            : [
                (.time, timeWidth), (.method, 4), (.upstream, 0), (.path, 0), (.status, 4), (.token, 8), (.left, 5),
                (.total, 6),
            ]
    }

    /// The cells left for upstream and path together, past the mark, a blank between columns and a wide row's margin.
    private static func room(in columns: [(Column, Int)], _ width: Int) -> Int {
        let margin = columns.contains { $0.0 == .upstreamTime } ? 1 : 0
        return width - 1 - margin - columns.reduce(0) { $0 + $1.1 } - (columns.count - 1)
    }

    private static func place(_ columns: [(Column, Int)], room: Int) -> [Placed] {
        let upstream = columns.contains { $0.0 == .upstream } ? min(32, max(8, room * 43 / 100)) : 0
        var start = 1
        var placed: [Placed] = []
        for (column, fixed) in columns {
            let width =
                switch column {
                case .upstream: upstream
                case .path: max(8, room - upstream)
                default: fixed
                }
            let title = column == .total && !columns.contains { $0.0 == .upstreamTime } ? "MS" : column.rawValue
            placed.append(Placed(column: column, title: title, start: start, width: width))
            start += width + 1
        }
        return placed
    }
}
