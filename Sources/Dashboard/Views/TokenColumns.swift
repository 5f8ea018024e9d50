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

        var alignment: Canvas.Alignment {
            switch self {
            case .handle, .audience, .state, .fuse, .print: .left
            case .generation, .left, .next, .uses, .problems, .waited, .took: .right
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

    /// - Parameter rows: their numbers get the room they need, whatever the audiences lose by it.
    init(width: Int, rows: [TokenRow] = []) {
        isWide = width >= Layout.wide
        var fixed: [(Column, Int)] =
            isWide
            ? [
                (.generation, 4), (.state, 6), (.left, 8), (.next, 8), (.fuse, 13), (.uses, 6), (.problems, 4),
                (.waited, 4), (.took, 7),
                (.print, 6),
            ]
            : [(.generation, 3), (.state, 6), (.left, 6), (.next, 7), (.fuse, 12), (.uses, 5), (.problems, 2)]
        let generation = rows.compactMap(\.newest?.id.generation).max() ?? 0
        let problems = rows.map(\.problems).max() ?? 0
        fixed = fixed.map { column, width in
            switch column {
            case .generation: (column, max(width, "#\(generation)".count))
            case .problems: (column, max(width, problems.grouped.count))
            case .uses: (column, max(width, (rows.map(\.uses).max() ?? 0).grouped.count))
            case .waited: (column, max(width, (rows.map(\.waited).max() ?? 0).grouped.count))
            default: (column, width)
            }
        }
        if width < 76 { fixed.removeAll { $0.0 == .fuse } }
        let handleWidth = 2
        let used = 1 + handleWidth + 1 + fixed.reduce(0) { $0 + $1.1 + 1 } + (isWide ? 1 : 0)
        let audience = max(8, width - used)
        var start = 1
        placed = ([(.handle, handleWidth), (.audience, audience)] + fixed).map { column, width in
            defer { start += width + 1 }
            let title = column == .next && width > 7 ? "NEXT STS" : column.rawValue
            return Placed(column: column, title: title, start: start, width: width)
        }
    }
}
