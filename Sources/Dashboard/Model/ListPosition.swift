/// Where the reader of a growing list is: at its newest row, or holding on to a row by its key.
///
/// The rule is that of a good pager: any upward move stops following, going to the end follows again, and nothing that
/// arrives ever moves the selection or the rows on screen while a row is held.
struct ListPosition: Sendable, Equatable {
    private enum Anchor: Sendable, Equatable {
        case newest
        case held(selected: Int, top: Int)
    }

    /// The rows that are on screen.
    struct Window: Sendable, Equatable {
        /// The index of the first row shown.
        var first = 0
        var count = 0
        /// The index of the selected row; nil in an empty list.
        var selected: Int?
        /// How many rows there are below the last one shown.
        var below = 0
    }

    /// What the last frame showed, by key: a key press means that row, whatever has come since.
    struct Drawn: Sendable, Equatable {
        var selected: Int
        var top: Int
    }

    private var anchor: Anchor

    /// - Parameter follows: whether it starts at the newest row; at the oldest otherwise.
    init(follows: Bool = true) {
        anchor = follows ? .newest : .held(selected: .min, top: .min)
    }

    var isFollowing: Bool { anchor == .newest }

    func window(_ keys: RowKeys, height: Int) -> Window {
        let height = max(1, height)
        guard !keys.isEmpty else { return Window() }
        let lastFirst = max(0, keys.count - height)
        var first = lastFirst
        var selected = keys.count - 1
        if case .held(let selectedKey, let topKey) = anchor {
            selected = min(keys.index(notBelow: selectedKey), keys.count - 1)
            first = min(keys.index(notBelow: topKey), lastFirst)
            first = min(max(first, selected - height + 1), selected)
        }
        let count = min(height, keys.count - first)
        return Window(first: first, count: count, selected: selected, below: keys.count - first - count)
    }

    func drawn(_ keys: RowKeys, height: Int) -> Drawn? {
        let window = window(keys, height: height)
        return window.selected.map { Drawn(selected: keys[$0], top: keys[window.first]) }
    }

    mutating func follow() { anchor = .newest }

    /// Holds a row, with another at the top of the window.
    mutating func hold(selected: Int, top: Int) { anchor = .held(selected: selected, top: top) }

    /// Holds the row that the last frame showed as selected.
    mutating func hold(_ drawn: Drawn?) {
        guard let drawn, isFollowing else { return }
        anchor = .held(selected: drawn.selected, top: drawn.top)
    }

    /// Holds the row that the first frame showed, where none has been chosen yet: what comes to stand above it is another one.
    mutating func settle(_ drawn: Drawn?) {
        guard let drawn, anchor == .held(selected: .min, top: .min) else { return }
        anchor = .held(selected: drawn.selected, top: drawn.top)
    }

    /// Moves the selection by a number of rows, from where the last frame showed it.
    mutating func move(by distance: Int, in keys: RowKeys, height: Int, drawn: Drawn?) {
        guard !keys.isEmpty, !(isFollowing && distance > 0) else { return }
        hold(drawn ?? self.drawn(keys, height: height))
        let from = window(keys, height: height)
        let target = min(max((from.selected ?? 0) + distance, 0), keys.count - 1)
        select(keys[target], in: keys, height: height)
    }

    /// Holds a row; the rows on screen change no more than is needed to show it.
    mutating func select(_ key: Int, in keys: RowKeys, height: Int) {
        guard !keys.isEmpty else { return }
        let window = window(keys, height: height)
        let target = min(keys.index(notBelow: key), keys.count - 1)
        let top = min(max(window.first, target - max(1, height) + 1), target)
        anchor = .held(selected: keys[target], top: keys[top])
    }
}
