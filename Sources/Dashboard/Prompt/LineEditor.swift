import Canvas

/// A line of text under its writer's fingers: the text, and where the cursor stands in it.
///
/// It knows the keys of every shell's line; what a prompt does with Enter, Esc and Tab is the prompt's affair.
struct LineEditor: Sendable, Equatable {
    /// What became of a key press.
    enum Outcome: Sendable, Equatable {
        /// The text is another one.
        case changed
        case moved
        /// Not a key of an editor's.
        case ignored
    }

    /// The length of the longest line, in characters.
    static let limit = 1_000

    private(set) var characters: [Character] = []
    /// How many characters stand before the cursor.
    private(set) var cursor = 0
    /// Which earlier line is shown, counted from the newest, and what was typed before it was called.
    private var recall: (index: Int, draft: String)?

    init(_ text: String = "") { write(text) }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }

    static func == (one: LineEditor, other: LineEditor) -> Bool {
        one.characters == other.characters && one.cursor == other.cursor
    }

    mutating func pressed(_ key: Key) -> Outcome {
        switch key {
        case .character(let character): insert([character])
        case .backspace: erase(max(0, cursor - 1)..<cursor)
        case .delete, .control("d"): erase(cursor..<min(cursor + 1, characters.count))
        case .control("u"): erase(0..<characters.count)
        case .control("k"): erase(cursor..<characters.count)
        case .control("w"): erase(startOfWord..<cursor)
        case .left, .control("b"): move(to: cursor - 1)
        case .right, .control("f"): move(to: cursor + 1)
        case .home, .control("a"): move(to: 0)
        case .end, .control("e"): move(to: characters.count)
        default: .ignored
        }
    }

    /// Inserts what was pasted as one line: line breaks and tabs become blanks, and what shows nothing itself is left out.
    @discardableResult
    mutating func pasted(_ text: String) -> Outcome { insert(Self.cleaned(text)) }

    /// Puts a text in the place of part of the line, the cursor behind it.
    mutating func replace(_ range: Range<Int>, with text: String) {
        erase(range.clamped(to: 0..<characters.count))
        cursor = min(max(0, range.lowerBound), characters.count)
        insert(Array(text))
    }

    /// Replaces the whole line, the cursor at its end.
    mutating func write(_ text: String) {
        characters = Array(Self.cleaned(text).prefix(Self.limit))
        cursor = characters.count
    }

    // MARK: - Earlier lines

    /// The line entered before the one that is shown.
    mutating func older(in history: LineHistory) { recall(1, in: history) }
    /// The line entered after the one that is shown; past the newest, what was being typed.
    mutating func newer(in history: LineHistory) { recall(-1, in: history) }

    private mutating func recall(_ step: Int, in history: LineHistory) {
        let draft = recall?.draft ?? text
        var index = (recall?.index ?? -1) + step
        // What stands in the line already would be no step at all.
        while index >= 0, let line = history[index], line == text { index += step }
        guard index >= 0 else {
            if recall != nil { write(draft) }
            recall = nil
            return
        }
        guard let line = history[index] else { return }
        write(line)
        recall = (index, draft)
    }

    // MARK: - Editing

    @discardableResult
    private mutating func insert(_ new: [Character]) -> Outcome {
        let fitting = new.prefix(max(0, Self.limit - characters.count))
        guard !fitting.isEmpty else { return .moved }
        characters.insert(contentsOf: fitting, at: cursor)
        cursor += fitting.count
        recall = nil
        return .changed
    }

    @discardableResult
    private mutating func erase(_ range: Range<Int>) -> Outcome {
        guard !range.isEmpty else { return .moved }
        characters.removeSubrange(range)
        cursor = range.lowerBound
        recall = nil
        return .changed
    }

    private mutating func move(to target: Int) -> Outcome {
        cursor = min(max(0, target), characters.count)
        return .moved
    }

    private var startOfWord: Int {
        let end = characters[..<cursor].lastIndex { $0 != " " } ?? 0
        return characters[..<end].lastIndex(of: " ").map { $0 + 1 } ?? 0
    }

    private static func cleaned(_ text: String) -> [Character] {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isBreak = scalar.value == 9 || scalar.value == 10 || scalar.value == 13
            if isBreak, scalars.last != " " { scalars.append(" ") }
            if TextWidth(scalar) != .unknown { scalars.append(scalar) }
        }
        return Array(String(scalars))
    }
}
