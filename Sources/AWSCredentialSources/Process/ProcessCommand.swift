/// The value of `credential_process`.
struct ProcessCommand: Sendable, Equatable {
    let line: String

    /// The program's name as it stands in the line, without its arguments, which may be secret.
    ///
    /// Variables that are set for the program only, as in `KEY=value program`, are passed over.
    var program: String {
        var rest = line[...]
        while true {
            rest = rest.drop { $0.isWhitespace }
            let (word, after) = Self.firstWord(of: rest)
            guard !word.isEmpty else { return "sh" }
            guard word.contains("=") else { return word }
            rest = after
        }
    }

    /// A word ends at a space outside quotes.
    private static func firstWord(of text: Substring) -> (word: String, after: Substring) {
        var word = ""
        var quote: Character?
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
            } else if quote == nil, character.isWhitespace {
                break
            } else {
                word.append(character)
            }
            index = text.index(after: index)
        }
        return (word, text[index...])
    }
}

extension ProcessCommand: CustomStringConvertible, CustomReflectable {
    /// The program alone: arguments may be secret.
    var description: String { "ProcessCommand(\(program))" }
    var customMirror: Mirror { Mirror(self, children: ["program": program]) }
}
