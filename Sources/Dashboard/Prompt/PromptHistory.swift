import Canvas

/// The lines that were entered at all prompts, as they are kept from one run to the next.
///
/// A line that may hold a credential is kept for this run alone: whoever pastes a token where a filter belongs has not asked for a
/// file with it.
package struct PromptHistory: Sendable, Equatable {
    var filters = LineHistory()
    var commands = LineHistory()
    var searches = LineHistory()

    init(filters: LineHistory, commands: LineHistory, searches: LineHistory) {
        (self.filters, self.commands, self.searches) = (filters, commands, searches)
    }

    /// - Parameter text: whatever a file had in it: a line each, after its prompt's sign.
    package init(_ text: String) {
        for line in text.split(separator: "\n").suffix(3 * LineHistory.limit) {
            // As a line that was typed: nothing in it that shows nothing itself.
            let entry = LineEditor(String(line.dropFirst())).text
            guard Self.isHarmless(entry) else { continue }
            switch line.first {
            case "/": filters.entered(entry)
            case ":": commands.entered(entry)
            case "?": searches.entered(entry)
            default: break
            }
        }
    }

    /// As ``init(_:)`` reads it.
    package var text: String {
        [("/", filters), (":", commands), ("?", searches)].flatMap { sign, history in
            history.lines.filter { $0.utf8.count <= Self.longestLine && Self.isHarmless($0) }.map { "\(sign)\($0)\n" }
        }.joined()
    }

    /// Longer lines are kept for this run alone, so that a file of all that there may be stays below what is read of one.
    private static let longestLine = 200

    /// Words from this length on, of letters, digits and the signs of base64, are what keys and tokens look like.
    private static let longestWord = 32

    static func isHarmless(_ line: String) -> Bool {
        var length = 0
        for character in line.utf8 {
            let isOfKey =
                (0x30...0x39).contains(character) || (0x41...0x5A).contains(character)
                || (0x61...0x7A).contains(character) || [0x2B, 0x5F, 0x3D].contains(character)
            length = isOfKey ? length + 1 : 0
            if length >= longestWord { return false }
        }
        return !["eyJ", "AKIA", "ASIA"].contains { line.contains($0) }
    }
}

extension Dashboard {
    /// What was entered at the prompts, in earlier runs and in this one.
    package var history: PromptHistory {
        PromptHistory(filters: filterHistory, commands: commandHistory, searches: findHistory)
    }
}
