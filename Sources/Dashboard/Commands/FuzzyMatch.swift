/// How well a few letters fit a name: the less, the better.
enum FuzzyMatch: Int, Sendable, Comparable {
    case whole, beginning, wordBeginning, inside, letters

    static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

    /// - Returns: nil if the letters are not in the name in their order.
    init?(_ letters: String, in name: String) {
        let (letters, name) = (letters.lowercased(), name.lowercased())
        if name == letters {
            self = .whole
        } else if name.hasPrefix(letters) {
            self = .beginning
        } else if name.contains("-" + letters) {
            self = .wordBeginning
        } else if name.contains(letters) {
            self = .inside
        } else if Self.contains(letters, inOrder: name) {
            self = .letters
        } else {
            return nil
        }
    }

    private static func contains(_ letters: String, inOrder name: String) -> Bool {
        var rest = name[...]
        for letter in letters {
            guard let index = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: index)...]
        }
        return true
    }
}
