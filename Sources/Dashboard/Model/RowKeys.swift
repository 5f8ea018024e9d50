/// The keys of a list's rows: ascending, some that stand alone and then a run without gaps; or in an order of their own.
///
/// A key stays with its row for good, whatever is appended or dropped, so a position in the list can be kept as a key.
struct RowKeys: Sendable, Equatable {
    /// Ascending, and all below ``run``; in any order where ``places`` says where each of them is.
    let single: [Int]
    let run: Range<Int>
    /// Of keys that do not ascend: the index of each.
    private let places: [Int: Int]?

    init(single: [Int] = [], run: Range<Int> = 0..<0) {
        self.single = single
        self.run = run
        places = nil
    }

    /// Keys in an order of their own, none of them twice.
    init(ordered keys: [Int]) {
        single = keys
        run = 0..<0
        places = Dictionary(zip(keys, keys.indices), uniquingKeysWith: { first, _ in first })
    }

    var count: Int { single.count + run.count }
    var isEmpty: Bool { single.isEmpty && run.isEmpty }
    var last: Int? { run.last ?? single.last }

    subscript(index: Int) -> Int {
        index < single.count ? single[index] : run.lowerBound + index - single.count
    }

    /// The index of the first row whose key is not below `key`; ``count`` if there is none.
    ///
    /// Of keys in an order of their own: where the key is, and for one that is not there the end that it is nearer to by
    /// its number, as `.min` and `.max` ask for the ends.
    func index(notBelow key: Int) -> Int {
        if let places { return places[key] ?? (key == .max ? count : 0) }
        guard run.isEmpty || key < run.lowerBound else {
            return single.count + min(key - run.lowerBound, run.count)
        }
        return single.firstIndex(notBelow: key)
    }

    func contains(_ key: Int) -> Bool {
        if let places { return places[key] != nil }
        let index = index(notBelow: key)
        return index < count && self[index] == key
    }
}

extension [Int] {
    /// The index of the first element of an ascending array that is not below `value`.
    func firstIndex(notBelow value: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Keeps an ascending array ascending; values mostly come in order, so this seldom moves anything.
    mutating func insertAscending(_ value: Int) {
        guard let last, last >= value else { return append(value) }
        let index = firstIndex(notBelow: value)
        if self[index] != value { insert(value, at: index) }
    }
}
