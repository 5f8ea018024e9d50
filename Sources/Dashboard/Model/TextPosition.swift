/// Where the reader of a pane's text is: the first line shown, and the claim that the cursor is on.
struct TextPosition: Sendable, Equatable {
    private(set) var scroll = 0
    /// Counts the claims of the text from 0; without meaning in a text that has none.
    private(set) var claim = 0

    /// Moves by lines, down being positive. In a decoded token the cursor goes from claim to claim, and the text
    /// scrolls with it; where there are no more claims in that direction, the text alone moves on.
    ///
    /// - Parameters:
    ///   - claims: the lines on which claims begin, ascending.
    ///   - count: how many lines there are.
    ///   - height: how many are shown at once.
    mutating func move(by distance: Int, claims: [Int], count: Int, height: Int) {
        let limit = max(0, count - height)
        scroll = min(scroll, limit)
        guard !claims.isEmpty else { return scroll = min(max(scroll + distance, 0), limit) }
        let old = min(claim, claims.count - 1)
        let isOutOfSight = distance < 0 ? claims[old] < scroll : claims[old] >= scroll + height
        claim = isOutOfSight ? old : Self.claim(from: old, by: distance, claims)
        guard claim != old else { return scroll = min(max(scroll + distance, 0), limit) }
        show(claims[claim], height: height)
        // What stands above the first claim has no claim to go to.
        if claim == 0 { scroll = 0 }
        scroll = min(scroll, limit)
    }

    /// Scrolls no further than is needed to show a line, and then with some of what stands before it.
    mutating func reveal(_ line: Int, count: Int, height: Int) {
        scroll = min(scroll, max(0, count - height))
        guard line < scroll || line >= scroll + height else { return }
        scroll = min(max(0, line - height / 3), max(0, count - height))
    }

    mutating func moveToStart() { self = TextPosition() }

    mutating func moveToEnd(claims: [Int], count: Int, height: Int) {
        claim = max(0, claims.count - 1)
        scroll = max(0, count - height)
    }

    private mutating func show(_ line: Int, height: Int) {
        scroll = min(max(scroll, line - height + 1), line)
    }

    /// The claim that many lines away, and at least the next one.
    private static func claim(from old: Int, by distance: Int, _ claims: [Int]) -> Int {
        let target = claims[old] + distance
        return distance > 0
            ? min(max(old + 1, claims.lastIndex { $0 <= target } ?? 0), claims.count - 1)
            : max(min(old - 1, claims.firstIndex { $0 >= target } ?? 0), 0)
    }
}
