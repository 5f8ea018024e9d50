/// The rows that pass a filter, ascending, kept up as rows come, change and go; and guests: rows that are shown although
/// they do not pass, because somebody has chosen them.
struct MatchList: Sendable {
    /// Matches and guests.
    private(set) var keys: [Int]
    private(set) var guests: Set<Int>

    /// - Parameters:
    ///   - matches: ascending.
    ///   - guests: none of them a match.
    init(matches: [Int], guests: [Int] = []) {
        keys = matches
        self.guests = Set(guests)
        for guest in guests { keys.insertAscending(guest) }
    }

    /// How many rows pass.
    var count: Int { keys.count - guests.count }

    func isGuest(_ key: Int) -> Bool { guests.contains(key) }

    func contains(_ key: Int) -> Bool {
        let index = keys.firstIndex(notBelow: key)
        return index < keys.count && keys[index] == key
    }

    /// A row has come or changed.
    ///
    /// - Parameter isChosen: whether it stays in sight if it does not pass.
    mutating func note(_ key: Int, isMatch: Bool, isChosen: Bool) {
        if isMatch {
            guests.remove(key)
            keys.insertAscending(key)
        } else if isChosen {
            guests.insert(key)
            keys.insertAscending(key)
        } else {
            remove(key)
        }
    }

    mutating func remove(_ key: Int) {
        guests.remove(key)
        keys.removeAscending(key)
    }
}

extension [Int] {
    /// Takes a value out of an ascending array; mostly the first one, which costs one move of the rest.
    mutating func removeAscending(_ value: Int) {
        let index = firstIndex(notBelow: value)
        if index < count, self[index] == value { remove(at: index) }
    }
}
