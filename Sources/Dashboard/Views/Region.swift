/// A rectangle of the screen.
struct Region: Sendable, Equatable {
    var row: Int
    var column: Int
    var rows: Int
    var columns: Int

    var columnRange: Range<Int> { column..<(column + columns) }
    var rowRange: Range<Int> { row..<(row + rows) }

    /// Takes rows off the top.
    mutating func takeTop(_ count: Int) -> Region {
        var top = self
        top.rows = min(max(0, count), rows)
        row += top.rows
        rows -= top.rows
        return top
    }

    /// Takes columns off the left.
    mutating func takeLeft(_ count: Int) -> Region {
        var left = self
        left.columns = min(max(0, count), columns)
        column += left.columns
        columns -= left.columns
        return left
    }
}
