/// When a column of a list is shown.
enum ColumnWish: Character, Sendable, Hashable, CaseIterable {
    case always = "+"
    /// Where the screen has 100 columns.
    case whenWide = "~"
    case never = "-"
}

/// A column of a list, as its reader knows it.
protocol ListColumn: Hashable, Sendable, CaseIterable {
    var name: String { get }
    /// What it shows, in a few words.
    var meaning: String { get }
    /// When it is shown unless its reader has other wishes.
    var usualWish: ColumnWish { get }
}

/// The columns of a list, in the order and with the wishes of its reader.
///
/// Those that take part are always all there are: one that a file knows nothing of stands at the end, as it usually is.
struct ColumnSet<Column: ListColumn>: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        let column: Column
        var wish: ColumnWish
    }

    private(set) var entries: [Entry]

    init() { entries = Column.allCases.map { Entry(column: $0, wish: $0.usualWish) } }

    /// - Parameter words: the columns by their names, each after the sign of its wish. Unknown ones are passed over.
    init(_ words: some Sequence<some StringProtocol>) {
        var entries: [Entry] = []
        for word in words {
            guard let wish = word.first.flatMap(ColumnWish.init(rawValue:)) else { continue }
            let name = word.dropFirst()
            guard let column = Column.allCases.first(where: { $0.name == name }),
                !entries.contains(where: { $0.column == column })
            else { continue }
            entries.append(Entry(column: column, wish: wish))
        }
        let rest = Column.allCases.filter { column in !entries.contains { $0.column == column } }
        self.entries = entries + rest.map { Entry(column: $0, wish: $0.usualWish) }
        if !self.entries.contains(where: { $0.wish == .always }) { self = ColumnSet() }
    }

    /// As ``init(_:)`` reads them.
    var words: [String] { entries.map { "\($0.wish.rawValue)\($0.column.name)" } }

    /// Those to be shown, if there is room.
    func shown(isWide: Bool) -> [Column] {
        entries.filter { $0.wish == .always || ($0.wish == .whenWide && isWide) }.map(\.column)
    }

    /// The next wish for a column; the last one that is always shown stays.
    ///
    /// - Returns: whether anything has changed.
    mutating func turn(_ index: Int) -> Bool {
        let entry = entries[index]
        let isLast = entry.wish == .always && entries.count { $0.wish == .always } == 1
        guard !isLast else { return false }
        let wishes: [ColumnWish] =
            entry.column.usualWish == .whenWide ? [.always, .whenWide, .never] : [.always, .never]
        let next = (wishes.firstIndex(of: entry.wish) ?? 0) + 1
        entries[index].wish = wishes[next % wishes.count]
        return true
    }

    /// Swaps a column with its neighbour.
    ///
    /// - Returns: where it stands now.
    mutating func move(_ index: Int, by step: Int) -> Int {
        let target = index + step
        guard entries.indices.contains(target) else { return index }
        entries.swapAt(index, target)
        return target
    }
}
