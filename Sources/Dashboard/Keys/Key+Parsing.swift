import Canvas

extension Key {
    /// Reads a key as ``name`` writes it, and as tig's users write it: `Ctrl-d`, `^D`, `<Enter>`, `PgDn`, `x`.
    ///
    /// - Returns: nil if there is no such key.
    init?(name: String) {
        let inner =
            name.count > 2 && name.hasPrefix("<") && name.hasSuffix(">") ? name.dropFirst().dropLast() : name[...]
        if inner.count == 1, let character = inner.first {
            self = .character(character)
        } else if let letter = Self.controlLetter(inner) {
            self = .control(letter)
        } else if let key = Self.named[inner.lowercased()] {
            self = key
        } else if inner.lowercased().hasPrefix("f"), let number = Int(inner.dropFirst()), (1...63).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }

    private static func controlLetter(_ name: Substring) -> Character? {
        let rest = ["ctrl-", "c-", "^"].lazy.compactMap { prefix in
            name.lowercased().hasPrefix(prefix) ? name.dropFirst(prefix.count) : nil
        }.first
        guard let rest, rest.count == 1, let letter = rest.lowercased().first, letter.isASCII, letter.isLetter else {
            return nil
        }
        return letter
    }

    private static let named: [String: Key] = [
        "space": .character(" "), "hash": .character("#"), "lt": .character("<"), "enter": .enter, "esc": .escape,
        "escape": .escape, "tab": .tab, "s-tab": .backTab, "backtab": .backTab, "bksp": .backspace,
        "backspace": .backspace, "del": .delete, "delete": .delete, "up": .up, "down": .down, "left": .left,
        "right": .right, "home": .home, "end": .end, "pgup": .pageUp, "pageup": .pageUp, "pgdn": .pageDown,
        "pagedown": .pageDown,
    ]

    /// Whether nobody may give it another meaning: the ways out must work on everybody's screen.
    var isReserved: Bool { self == .control("c") || self == .control("z") || self == .escape }
}
