import Canvas

/// The table of keys in force, as `keys.conf` would spell it.
struct KeysText {
    private let keymap: Keymap
    private let width: Int

    init(_ keymap: Keymap, width: Int) {
        self.keymap = keymap
        self.width = width
    }

    var lines: [Line] {
        let head = [Line("In keys.conf; the command none takes a key away", .dim)]
        return head + KeyView.allCases.dropFirst().flatMap { view in [.empty] + lines(of: view) }
    }

    private func lines(of view: KeyView) -> [Line] {
        keymap.bindings.filter { !$0.places.isDisjoint(with: view.places) }.flatMap { binding in
            binding.keys.map { key in
                Line("bind \(view.rawValue)", .dim).padded(to: 16).adding(key.name, .key).padded(to: 26)
                    .adding(binding.line.map { ":" + $0 } ?? binding.action.rawValue).padded(to: 46)
                    .adding(binding.help, .dim).cut(to: width)
            }
        }
    }
}
