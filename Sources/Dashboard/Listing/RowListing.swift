import FlowFilter

/// Which rows of the tokens or the events are shown: all of them, or those that pass a filter.
struct RowListing: Sendable {
    var filter: FilterState
    /// Whether rows that are no problem are hidden as well.
    var showsProblemsOnly = false
    /// nil: every row passes.
    private(set) var matches: MatchList?
    /// Set where they are not in the order of their coming.
    private var ordered: RowKeys?

    init(filter: FilterState) { self.filter = filter }

    /// Whether there may be rows that it hides.
    var isNarrowed: Bool { filter.isActive || showsProblemsOnly }

    func keys(among all: RowKeys) -> RowKeys { ordered ?? unordered(among: all) }

    private func unordered(among all: RowKeys) -> RowKeys { matches.map { RowKeys(single: $0.keys) } ?? all }

    /// - Parameter order: nil for the order of their coming.
    mutating func put(inOrder order: ((RowKeys) -> [Int])?, _ all: RowKeys) {
        ordered = order.map { RowKeys(ordered: $0(unordered(among: all))) }
    }

    /// Goes through every row anew.
    ///
    /// - Parameters:
    ///   - chosen: the row to stay in sight whether it passes or not.
    ///   - passes: whether the row of a key passes the filter.
    mutating func rebuild(_ all: RowKeys, chosen: Int?, _ passes: (Int) -> Bool) {
        guard isNarrowed else { return matches = nil }
        var found: [Int] = []
        var guests: [Int] = []
        for index in 0..<all.count {
            if passes(all[index]) {
                found.append(all[index])
            } else if all[index] == chosen {
                guests.append(all[index])
            }
        }
        matches = MatchList(matches: found, guests: guests)
    }

    /// Rows have come, changed or gone.
    ///
    /// - Parameter passes: nil for a row that has gone.
    mutating func note(_ touched: [Int], chosen: Int?, _ passes: (Int) -> Bool?) {
        guard matches != nil else { return }
        for key in touched {
            if let isMatch = passes(key) {
                matches?.note(key, isMatch: isMatch, isChosen: key == chosen)
            } else {
                matches?.remove(key)
            }
        }
    }

    mutating func dismissGuests(but chosen: Int?) {
        let leaving = (matches?.guests ?? []).filter { $0 != chosen }
        for key in leaving { matches?.remove(key) }
        if !leaving.isEmpty { ordered = ordered.map { RowKeys(ordered: $0.single.filter { !leaving.contains($0) }) } }
    }
}
