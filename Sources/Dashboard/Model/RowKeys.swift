/// The keys of a list's rows, ascending: some that stand alone, then a run without gaps.
///
/// A key stays with its row for good, whatever is appended or dropped, so a position in the list can be kept as a key.
struct RowKeys: Sendable, Equatable {
    /// Ascending, and all below ``run``.
    let single: [Int]
    let run: Range<Int>

    init(single: [Int] = [], run: Range<Int> = 0..<0) {
        self.single = single
        self.run = run
    }

    var count: Int { single.count + run.count }
    var isEmpty: Bool { single.isEmpty && run.isEmpty }
    var last: Int? { run.last ?? single.last }

    subscript(index: Int) -> Int {
        index < single.count ? single[index] : run.lowerBound + index - single.count
    }

    /// The index of the first row whose key is not below `key`; ``count`` if there is none.
    func index(notBelow key: Int) -> Int {
        guard run.isEmpty || key < run.lowerBound else {
            return single.count + min(key - run.lowerBound, run.count)
        }
        return single.firstIndex(notBelow: key)
    }

    func contains(_ key: Int) -> Bool {
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
