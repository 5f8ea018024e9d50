import Canvas

/// Which part of the screen shows what: a value computed from the size and from what is open.
struct Layout: Sendable, Equatable {
    /// What the body has to show.
    enum Content: Sendable, Equatable {
        case list
        /// One text, in the place of everything else.
        case whole
        /// A list, and a pane at a side: the pane has the keys, or the list has.
        case split(Split.Side, paneHasKeys: Bool)
        /// A list, and a pane below it that takes half.
        case half
        /// The list of tokens with its timeline and summary, and to their right a pane, if there is to be one.
        case tokens(count: Int, hasPane: Bool)
    }

    /// Narrower than this, rows show seconds only and an inspector takes the list's place.
    static let wide = 100
    static let besideWidth = 160
    static let belowRows = 32
    static let stripRows = 50
    /// So many rows below the tabs have room for a timeline beside a summary of narrow lines.
    private static let narrowTimelineRows = 32
    /// The rows of the events strip, its title included.
    private static let stripHeight = 9

    let size: Canvas.Size
    /// The list with its header row; nil where something took its place.
    private(set) var list: Region?
    /// The timeline with its title row.
    private(set) var timeline: Region?
    /// The selected token in words, with its title row.
    private(set) var summary: Region?
    /// The pane with its title row or head.
    private(set) var pane: Region?
    /// The newest events, with a title row.
    private(set) var strip: Region?
    /// What an open prompt has to offer, above its line.
    private(set) var panel: Region?

    static let identityRow = 0
    static let tabsRow = 1
    var contextRow: Int { size.rows - 2 }
    var hintsRow: Int { size.rows - 1 }
    var isWide: Bool { size.columns >= Self.wide }
    /// Everything between tabs and context line.
    let body: Region
    /// How many rows of data the list shows.
    var listHeight: Int { max(1, (list?.rows ?? body.rows) - 1) }
    /// Whether the pane stands to the right of a list.
    var isBeside: Bool { pane.map { $0.column > 0 } ?? false }
    /// Whether the pane has the whole body to itself.
    var isWhole: Bool { list == nil }

    init(size: Canvas.Size, content: Content, split: Split = Split(), hasStrip: Bool = false) {
        self.size = size
        body = Region(row: 2, column: 0, rows: max(1, size.rows - 4), columns: size.columns)
        var rest = body
        if hasStrip, size.columns >= Self.besideWidth, size.rows >= Self.stripRows {
            var all = rest
            rest = all.takeTop(all.rows - Self.stripHeight)
            strip = all
        }
        switch content {
        case .list: list = rest
        case .whole: pane = rest
        case .half: stack(rest, listRows: (rest.rows - 1) / 2)
        case .split(.below, let paneHasKeys):
            let share = paneHasKeys ? 100 - split.focusedShare : split.focusedShare
            stack(rest, listRows: max(3, (rest.rows - 1) * share / 100))
        case .split(.beside, _):
            list = takeList(from: &rest, split)
            pane = rest
        case .tokens(let count, let hasPane):
            let left = hasPane ? takeList(from: &rest, split) : rest
            if hasPane { pane = rest }
            placeTokens(in: left, count)
        }
    }

    /// Gives the last rows of the body to a panel; a list that reaches down there is cut short.
    mutating func openPanel(rows: Int) {
        let rows = min(rows, max(0, body.rows - 3))
        let top = body.rowRange.upperBound - rows
        panel = Region(row: top, column: 0, rows: rows, columns: body.columns)
        if let list { self.list?.rows = max(2, min(list.rows, top - list.row)) }
    }

    /// The list's columns, and the line between it and the pane.
    private func takeList(from rest: inout Region, _ split: Split) -> Region {
        let left = rest.takeLeft(split.listColumns(of: rest.columns))
        _ = rest.takeLeft(1)
        return left
    }

    private mutating func stack(_ region: Region, listRows: Int) {
        var rest = region
        list = rest.takeTop(min(listRows + 1, rest.rows - 1))
        pane = rest
    }

    /// The list takes the rows it needs, the timeline what it needs of the rest, and the summary what is left; where
    /// there is little room there is no timeline, and the summary keeps half.
    private mutating func placeTokens(in region: Region, _ count: Int) {
        var rest = region
        let isWide = region.columns >= Self.wide
        guard region.columns >= TimelineChart.leastWidth,
            region.rows >= (isWide ? Self.belowRows - 4 : Self.narrowTimelineRows)
        else {
            let room = rest.rows - 1
            list = rest.takeTop(min(max(count, 3), max(3, room - max(13, room / 2))) + 1)
            summary = rest
            return
        }
        // A header, and a blank row below.
        let free = rest.rows - (isWide ? TokenSummary.usualRows : TokenSummary.narrowRows) - 2
        let chart = Timeline.frameRows + min(max(count, 1), max(3, free * 2 / 5 - Timeline.frameRows))
        list = rest.takeTop(min(max(count, 3), max(3, free - chart)) + 2)
        timeline = rest.takeTop(chart + 1)
        summary = rest
    }
}
