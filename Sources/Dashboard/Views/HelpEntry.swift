import Canvas

/// A line of help: keys and what they do, or a word of the screen and what it means.
struct HelpEntry: Equatable {
    /// A key that `Enter` can press, and what it does.
    struct Choice: Equatable {
        let key: Key
        let action: Action
        /// Which of the names it is.
        let place: Int
    }

    /// The keys of neighbouring bindings that say the same, or the word.
    let names: [String]
    let text: String
    /// Those of the keys that do different things; none for a word.
    let choices: [Choice]

    var keys: String { names.joined(separator: " ") }

    /// Neighbours with the same text share an entry, their first keys before their second ones.
    static func entries(_ bindings: [Binding]) -> [HelpEntry] {
        var grouped: [(text: String, bindings: [Binding])] = []
        for binding in bindings {
            if let index = grouped.firstIndex(where: { $0.text == binding.help }) {
                grouped[index].bindings.append(binding)
            } else {
                grouped.append((binding.help, [binding]))
            }
        }
        return grouped.map { HelpEntry($0.bindings, text: $0.text) }
    }

    /// A word of the screen.
    init(_ word: String, _ text: String) { (names, self.text, choices) = ([word], text, []) }

    private init(_ bindings: [Binding], text: String) {
        let most = bindings.map(\.keys.count).max() ?? 0
        names = (0..<most).flatMap { rank in
            bindings.compactMap { rank < $0.keys.count ? $0.keys[rank].short : nil }
        }
        self.text = text
        choices = bindings.enumerated().reduce(into: []) { choices, next in
            let (place, binding) = next
            guard binding.line != nil || !choices.contains(where: { $0.action == binding.action }) else { return }
            choices.append(Choice(key: binding.keys[0], action: binding.action, place: place))
        }
    }

    /// The cells of a name within ``keys``.
    func cells(ofName index: Int) -> Range<Int> {
        let start = names[..<index].reduce(0) { $0 + Canvas.width($1) + 1 }
        return start..<start + Canvas.width(names[index])
    }
}

extension Key {
    /// The name in the fewest letters that are still read as a key.
    fileprivate var short: String {
        if case .control(let character) = self { return "^\(character)" }
        return name
    }
}
