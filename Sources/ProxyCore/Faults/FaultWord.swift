/// A word of a command's argument, and where it stands.
struct FaultWord: Sendable, Hashable {
    let text: String
    /// In characters.
    let range: Range<Int>

    /// Whether nothing of it is invisible: line breaks, other control characters, separators, marks of direction.
    var isPlain: Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned: false
            default: true
            }
        }
    }

    static func words(of line: String) -> [FaultWord] {
        let characters = Array(line)
        var words: [FaultWord] = []
        var place = 0
        while place < characters.count {
            let start = place
            while place < characters.count, characters[place] != " " { place += 1 }
            if place > start { words.append(FaultWord(text: String(characters[start..<place]), range: start..<place)) }
            place += 1
        }
        return words
    }

    /// The place behind the last word, where something is missing.
    static func end(of line: String) -> FaultWord { FaultWord(text: "", range: line.count..<(line.count + 1)) }

    func complaint(_ wanted: String, _ example: String) -> LineComplaint {
        LineComplaint(range: range, wanted: wanted, example: example)
    }
}
