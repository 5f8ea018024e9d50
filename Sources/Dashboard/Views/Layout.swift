import Canvas

/// A rectangle of the screen.
struct Region: Sendable, Equatable {
    var row: Int
    var column: Int
    var rows: Int
    var columns: Int

    var columnRange: Range<Int> { column..<(column + columns) }
    var rowRange: Range<Int> { row..<(row + rows) }
}

/// Which part of the screen shows what: a value computed from the size and from what is open.
struct Layout: Sendable, Equatable {
    /// What stands beside, below or in the place of a list.
    enum Companion: Sendable, Equatable {
        case none
        /// A pane that always belongs to the list, with the number of rows the list has to offer.
        case pane(listed: Int)
        /// A pane that takes half.
        case half
        /// An inspector: the list's share in percent, and whether it is zoomed.
        case inspector(listShare: Int, isZoomed: Bool)
        /// Nothing but a reader.
        case reader
    }

    /// Narrower than this, rows show seconds only and an inspector takes the list's place.
    static let wide = 100
    static let besideWidth = 160
    static let belowRows = 32

    let size: Canvas.Size
    /// The list with its header row; nil where something took its place.
    private(set) var list: Region?
    /// The pane with its title row.
    let pane: Region?
    /// What an open prompt has to offer, above its line.
    private(set) var panel: Region?

    static let identityRow = 0
    static let tabsRow = 1
    var contextRow: Int { size.rows - 2 }
    var hintsRow: Int { size.rows - 1 }
    var isWide: Bool { size.columns >= Self.wide }
    /// Everything between tabs and context line.
    var body: Region { Self.body(size) }
    /// How many rows of data the list shows.
    var listHeight: Int { max(1, (list?.rows ?? body.rows) - 1) }

    init(size: Canvas.Size, companion: Companion) {
        self.size = size
        let body = Self.body(size)
        switch companion {
        case .none: (list, pane) = (body, nil)
        case .reader: (list, pane) = (nil, body)
        case .half: (list, pane) = Self.stacked(body, listRows: (body.rows - 1) / 2)
        case .pane(let listed):
            let room = body.rows - 1
            let rows = min(max(listed, 3), max(3, room - max(13, room / 2)))
            (list, pane) = Self.stacked(body, listRows: rows)
        case .inspector(let share, let isZoomed):
            (list, pane) = isZoomed ? (nil, body) : Self.inspecting(body, size, share)
        }
    }

    /// Gives the last rows of the body to a panel; a list that reaches down there is cut short.
    mutating func openPanel(rows: Int) {
        let rows = min(rows, max(0, body.rows - 3))
        let top = body.rowRange.upperBound - rows
        panel = Region(row: top, column: 0, rows: rows, columns: body.columns)
        if let list { self.list?.rows = max(2, min(list.rows, top - list.row)) }
    }

    /// Whether list and inspector can be seen at once.
    static func hasRoomForSplit(_ size: Canvas.Size) -> Bool {
        size.columns >= besideWidth || (size.columns >= wide && size.rows >= belowRows)
    }

    private static func body(_ size: Canvas.Size) -> Region {
        Region(row: 2, column: 0, rows: max(1, size.rows - 4), columns: size.columns)
    }

    private static func stacked(_ body: Region, listRows: Int) -> (Region?, Region?) {
        let top = min(listRows + 1, body.rows - 1)
        return (
            Region(row: body.row, column: 0, rows: top, columns: body.columns),
            Region(row: body.row + top, column: 0, rows: body.rows - top, columns: body.columns)
        )
    }

    private static func inspecting(_ body: Region, _ size: Canvas.Size, _ share: Int) -> (Region?, Region?) {
        if size.columns >= besideWidth {
            let columns = size.columns * 54 / 100 + (share - 28) * size.columns / 100
            let left = min(max(columns, wide), size.columns - 60)
            return (
                Region(row: body.row, column: 0, rows: body.rows, columns: left),
                Region(
                    row: body.row, column: left + 1, rows: body.rows, columns: size.columns - left - 1)
            )
        }
        guard hasRoomForSplit(size) else { return (nil, body) }
        return stacked(body, listRows: max(3, (body.rows - 1) * share / 100))
    }
}

extension Dashboard {
    func layout(of view: ViewName) -> Layout {
        var layout = Layout(size: size, companion: companion(of: view))
        if filterPrompt?.view == view { layout.openPanel(rows: FilterPanel.rows(size)) }
        return layout
    }

    /// The layout of what is on screen now.
    var layout: Layout {
        reader == nil ? layout(of: view) : Layout(size: size, companion: .reader)
    }

    private func companion(of view: ViewName) -> Layout.Companion {
        switch view {
        case .flows: inspector == nil ? .none : .inspector(listShare: listShare, isZoomed: isZoomed)
        case .tokens: .pane(listed: shown.tokens.count)
        case .events: .half
        }
    }
}
