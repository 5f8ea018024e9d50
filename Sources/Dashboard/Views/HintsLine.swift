import Canvas

/// The last row: the keys that work here, as many as there is room for.
struct HintsLine {
    private struct Hint {
        let keys: String
        let word: String

        var width: Int { Canvas.width(keys) + 1 + Canvas.width(word) }
    }

    private let hints: [Hint]
    /// Keeps its place at the end, whatever has to give way.
    private let help: Hint?
    private let columns: Int

    init(_ dashboard: Dashboard) {
        columns = dashboard.size.columns
        let bindings = dashboard.hintedBindings
        let isNarrow = columns < Layout.wide
        let hint: (Binding) -> Hint? = { binding in
            guard let word = dashboard.hint(of: binding) else { return nil }
            return Hint(keys: Self.keys(like: binding, among: bindings, isNarrow: isNarrow), word: word)
        }
        let tries = dashboard.showsWhy ? Self.tries(among: bindings) : []
        let others = bindings.filter { binding in
            binding.action != .help && (tries.isEmpty || !Self.isTold(binding.action))
        }
        hints = tries + others.compactMap(hint)
        help = bindings.first { $0.action == .help }.flatMap(hint)
    }

    var line: Line {
        let gap = String(repeating: " ", count: columns >= Layout.wide ? 3 : 2)
        let reserve = help.map { $0.width + gap.count } ?? 0
        var line = Line(" ")
        for hint in hints + [help].compactMap({ $0 }) {
            let isHelp = hint.keys == help?.keys
            let before = line.width > 1 ? gap : ""
            guard line.width + before.count + hint.width + (isHelp ? 0 : reserve) < columns else { continue }
            line.add(before)
            line.add(hint.keys, .key)
            line.add(" " + hint.word)
        }
        return line
    }

    /// What Why asks its reader to try, by key: before anything that works in every tab.
    private static let tried: [(action: Action, word: String)] = [
        (.back, "back"), (.setAudience, "audience"), (.bisect, "bisect"), (.refresh, "refresh"), (.replay, "replay"),
        (.verify, "verify"), (.copyMenu, "copy"), (.exportMenu, "export"),
    ]

    private static func tries(among bindings: [Binding]) -> [Hint] {
        tried.compactMap { action, word in
            bindings.first { $0.action == action }?.keys.first.map { Hint(keys: $0.name, word: word) }
        }
    }

    /// Whether it has been told among them, or leads to where the reader is.
    private static func isTold(_ action: Action) -> Bool {
        action == .why || tried.contains { $0.action == action }
    }

    /// The first keys of the bindings that say the same: `[ ]` for both directions.
    private static func keys(like binding: Binding, among bindings: [Binding], isNarrow: Bool) -> String {
        let same = bindings.filter { $0.group == binding.group && $0.help == binding.help }
        // That Esc keeps things as they are is worth its cells: it is what fingers look for.
        let names = same.flatMap { binding in
            binding.keys.prefix(1) + (binding.action == .keep ? binding.keys.dropFirst().filter { $0 == .escape } : [])
        }.map(\.name)
        return names.map { isNarrow && $0 == "Enter" ? "Ent" : $0 }.joined(separator: " ")
    }
}

extension Action {
    /// Whether it is about the selected row, and so works only where there is one.
    var needsRow: Bool {
        switch self {
        case .open, .why, .otherEnd, .diff, .refresh, .evict, .mark, .markToken,
            .setAudience, .exportMenu, .copyToken, .verify, .replay, .bisect:
            true
        default: false
        }
    }
}

extension Dashboard {
    /// Whether the keys go to a flow's Why.
    var showsWhy: Bool { inspector?.tab == .why && Place.inspectors.contains(place) }

    /// The bindings of a place that would do something just now.
    func workingBindings(in place: Place) -> [Binding] {
        let hasRows = !keys(of: view).isEmpty
        return keymap.bindings(in: place).filter { binding in
            guard finds(binding.action, in: place) else { return false }
            if [.grow, .shrink].contains(binding.action) { return canResize }
            if binding.action == .zoom { return canZoom }
            if binding.action == .turnSplit { return side != nil }
            guard Place.lists.contains(place) else { return true }
            if binding.action == .back {
                return filter(of: view).isActive || showsProblemsOnly
            }
            if binding.action == .switchFilter { return !filter(of: view).isEmpty }
            return hasRows || !binding.action.needsRow
        }
    }
}
