import Canvas

/// How a list and the pane beside or below it share the screen: what the reader has set, kept for the session.
struct Split: Sendable, Equatable {
    enum Side: Sendable, Hashable { case beside, below }

    private static let shares = 25...75
    private static let step = 5

    /// What the reader asked for; nil follows the size of the screen.
    private var wish: Side?
    /// Below each other: what the part that has the keys gets of the rows, in percent.
    private(set) var focusedShare = 60
    /// Beside each other: what the reader gave the list of the columns, in percent; nil gives it what its columns want.
    private(set) var listShare: Int?
    /// The part that has the keys has the screen to itself.
    var isZoomed = false

    /// Where the pane stands on a screen of that size; nil where it has to take the list's place.
    func side(on size: Canvas.Size) -> Side? {
        if let wish, Self.hasRoom(for: wish, on: size) { return wish }
        return Self.automatic(on: size)
    }

    /// The side that a size gets unless something else is asked for.
    private static func automatic(on size: Canvas.Size) -> Side? {
        if size.columns >= Layout.besideWidth { return .beside }
        return size.columns >= Layout.wide && size.rows >= Layout.belowRows ? .below : nil
    }

    private static func hasRoom(for side: Side, on size: Canvas.Size) -> Bool {
        switch side {
        case .beside: size.columns >= 2 * Dashboard.smallest.columns + 1
        case .below: size.columns >= Layout.wide && size.rows >= 20
        }
    }

    /// Beside becomes below and the other way round.
    ///
    /// - Returns: whether there is room for that.
    mutating func turn(on size: Canvas.Size) -> Bool {
        let wanted: Side = side(on: size) == .beside ? .below : .beside
        guard Self.hasRoom(for: wanted, on: size) else { return false }
        wish = wanted
        return true
    }

    /// Gives the part that has the keys more room, or less.
    mutating func grow(_ isLarger: Bool, isListFocused: Bool, on size: Canvas.Size) {
        switch side(on: size) {
        case .below: focusedShare = Self.moved(focusedShare, up: isLarger)
        case .beside:
            let share = listShare ?? Self.usualColumns(of: size.columns) * 100 / size.columns
            listShare = Self.moved(share, up: isLarger == isListFocused)
        case nil: break
        }
    }

    /// The columns of a list that stands beside its pane, which has a line between and what is left.
    func listColumns(of columns: Int) -> Int {
        let smallest = Dashboard.smallest.columns
        let wanted = listShare.map { columns * $0 / 100 } ?? Self.usualColumns(of: columns)
        return min(max(wanted, smallest), columns - smallest)
    }

    /// 54 %; where a pane stands beside the list unasked, that many at least that the list of a narrower screen has.
    private static func usualColumns(of columns: Int) -> Int {
        max(columns * 54 / 100, columns >= Layout.besideWidth ? Layout.wide : 0)
    }

    private static func moved(_ share: Int, up: Bool) -> Int {
        min(max(share + (up ? step : -step), shares.lowerBound), shares.upperBound)
    }
}
