import Canvas
import ProxyCore

/// When each audience set had, has and will have a token: a row an audience set, a column a span of time.
struct Timeline: Sendable {
    /// Its title, its axis, and the line below the rows that tells what will be refused or shortened.
    static let frameRows = 3
    private static let margin = 3

    let rows: [TokenRow]
    let now: WallTime
    /// The end of the role session, by this machine's clock, where it is known.
    let wall: WallTime?
    let scale: TimelineScale
    /// The moment that the first column begins with.
    let origin: WallTime
    /// The cells left of the chart.
    let labelWidth: Int
    /// The chart's own columns.
    let columns: Int

    /// - Parameter width: of the whole, in cells.
    init(_ rows: [TokenRow], now: WallTime, wall: WallTime?, width: Int) {
        self.rows = rows
        self.now = now
        self.wall = wall
        labelWidth = (rows.map(\.handle.description.count).max() ?? 1) + 2
        columns = max(1, width - labelWidth)
        let span = Span(rows, now: now, wall: wall)
        scale = .fitting(span.length, columns: columns - 2 * Self.margin)
        let step = scale.seconds * 1_000
        // What is to spare shows the past, until now stands at a third.
        let spare = Int64(columns) - span.length.milliseconds / step - Int64(3 * Self.margin)
        let start = span.start.milliseconds - Int64(Self.margin) * step
        let wanted = now.milliseconds - Int64(columns / 3) * step
        let first = min(start, max(wanted, start - max(0, spare) * step))
        origin = WallTime(milliseconds: (first >= 0 ? first : first - step + 1) / step * step)
    }

    /// The column of a moment; may lie outside the chart.
    func column(_ time: WallTime) -> Int {
        let distance = origin.duration(to: time).milliseconds
        let step = scale.seconds * 1_000
        return Int((distance >= 0 ? distance : distance - step + 1) / step)
    }

    /// The moment that a column begins with.
    func time(_ column: Int) -> WallTime { origin.advanced(by: .seconds(Int64(column) * scale.seconds)) }

    /// The session's end, where it is on the chart.
    var wallColumn: Int? { wall.map(column).flatMap { (0..<columns).contains($0) ? $0 : nil } }

    // MARK: - A row

    struct Cell: Sendable, Equatable {
        var character: Character = " "
        var role = Role.text
    }

    /// `#3.........^=====!!!!!`: each generation from its birth to its end, and the refusals.
    func cells(of row: TokenRow) -> [Cell] {
        var cells = Array(repeating: Cell(), count: columns)
        for generation in row.generations { draw(generation, on: &cells) }
        for refusal in row.refusals { put(Cell(character: "x", role: .error), at: column(refusal), on: &cells) }
        if let wallColumn { put(Cell(character: "|", role: .warn), at: wallColumn, on: &cells) }
        put(Cell(character: "^", role: .key), at: column(now), on: &cells)
        return cells
    }

    private func draw(_ generation: TokenGeneration, on cells: inout [Cell]) {
        let start = column(generation.born)
        // A column that it lived in for a moment is one of its own.
        let over = min(generation.endedAt ?? generation.dies, generation.dies)
        let end = max(start, column(over.advanced(by: .milliseconds(-1)))) + 1
        for index in max(0, start)..<max(0, start, min(end, columns)) {
            cells[index] = cell(of: generation, at: time(index))
        }
        let isNewest = generation.fate == nil
        let label = label(of: generation, in: start..<(isNewest ? max(start, columns) : end))
        for (offset, character) in label.enumerated() {
            put(Cell(character: character, role: isNewest ? .text : .dim), at: start + offset, on: &cells)
        }
    }

    /// `#3`, or the mark alone where its number would be cut, or covered by now.
    private func label(of generation: TokenGeneration, in place: Range<Int>) -> String {
        let label = "#\(generation.id.generation)"
        let taken = place.lowerBound..<(place.lowerBound + label.count)
        let isWhole = taken.lowerBound >= 0 && taken.upperBound <= place.upperBound
        return isWhole && !taken.contains(column(now)) ? label : "#"
    }

    private func cell(of generation: TokenGeneration, at time: WallTime) -> Cell {
        if time < now || generation.fate != nil { return Cell(character: ".", role: .dim) }
        return time < generation.refreshAt ? Cell(character: "=") : Cell(character: "!", role: .warn)
    }

    private func put(_ cell: Cell, at column: Int, on cells: inout [Cell]) {
        if cells.indices.contains(column) { cells[column] = cell }
    }
}
