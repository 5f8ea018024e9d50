import Canvas
import ProxyCore

/// Which columns the tokens list has at a width, and where they stand.
struct TokenColumns: Sendable, Equatable {
    enum Column: String, Sendable, Hashable, CaseIterable {
        case handle = "H"
        case audience = "AUDIENCE"
        case generation = "GEN"
        case state = "STATE"
        case left = "LEFT"
        case next = "NEXT"
        case fuse = "FUSE"
        case uses = "USES"
        case problems = "!!"
        /// Requests that waited for STS.
        case waited = "WAIT"
        case took = "STS ms"
        case print = "PRINT"
        case age = "AGE"
        case algorithm = "ALG"
        case keyID = "KID"

        var alignment: Canvas.Alignment {
            switch self {
            case .handle, .audience, .state, .fuse, .print, .algorithm, .keyID: .left
            case .generation, .left, .next, .uses, .problems, .waited, .took, .age: .right
            }
        }
    }

    let placed: [PlacedColumn<Column>]
    let isWide: Bool

    /// - Parameters:
    ///   - rows: their numbers get the room they need, whatever the audiences lose by it.
    ///   - wishes: what their reader wants to see, and in what order.
    init(width: Int, rows: [TokenRow] = [], wishes: ColumnSet<Column> = ColumnSet()) {
        isWide = width >= Layout.wide
        let isWide = self.isWide
        var columns = wishes.shown(isWide: isWide).map { ($0, Self.width(of: $0, isWide: isWide, rows)) }
        if width < 76 { columns.removeAll { $0.0 == .fuse } }
        for column in Self.expendable where Self.room(in: columns, width) < Self.leastAudience {
            columns.removeAll { $0.0 == column }
        }
        let audience = max(8, Self.room(in: columns, width))
        var start = 1
        placed = columns.map { column, fixed in
            let width = column == .audience ? audience : fixed
            defer { start += width + 1 }
            let title = column == .next && width > 7 ? "NEXT STS" : column.rawValue
            return PlacedColumn(column: column, title: title, start: start, width: width)
        }
    }

    /// What goes first when there is no room for the audiences; it is there because somebody asked for it.
    private static let expendable: [Column] = [.keyID, .algorithm, .age]
    private static let leastAudience = 16

    /// The cells left for the audiences, past the mark, a blank between columns and a wide row's margin.
    private static func room(in columns: [(Column, Int)], _ width: Int) -> Int {
        let isThere = columns.contains { $0.0 == .audience }
        let others = columns.reduce(0) { $0 + ($1.0 == .audience ? 0 : $1.1 + 1) }
        return isThere ? width - 1 - others - (width >= Layout.wide ? 1 : 0) : leastAudience
    }

    private static func width(of column: Column, isWide: Bool, _ rows: [TokenRow]) -> Int {
        switch column {
        case .handle: 2
        case .audience: 0
        case .generation: max(isWide ? 4 : 3, "#\(rows.compactMap(\.newest?.id.generation).max() ?? 0)".count)
        case .state, .print: 6
        case .left: isWide ? 8 : 6
        case .next: isWide ? 10 : 7
        case .fuse: isWide ? 13 : FuseBar.cells
        case .uses: max(isWide ? 6 : 5, (rows.map(\.uses).max() ?? 0).grouped.count)
        case .problems: max(isWide ? 4 : 2, (rows.map(\.problems).max() ?? 0).grouped.count)
        case .waited: max(4, (rows.map(\.waited).max() ?? 0).grouped.count)
        case .took: 7
        case .age, .algorithm: 5
        case .keyID: 8
        }
    }
}
