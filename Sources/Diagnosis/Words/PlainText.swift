/// A text as phrases are looked for in it: small letters, single blanks, and no quotes or escapes, so that a description reads
/// the same in a field, in JSON and in HTML.
struct PlainText {
    let text: String

    init(_ original: some StringProtocol) {
        var result = ""
        var isSpaced = true
        for character in original {
            switch character {
            case "\"", "'", "`", "\\", "’", "“", "”": continue
            case _ where character.isWhitespace:
                if !isSpaced { result.append(" ") }
                isSpaced = true
            default:
                result += character.lowercased()
                isSpaced = false
            }
        }
        text = result
    }

    /// The words of a text in small letters; `invalidAudience` and `token_expired` are two words each.
    static func words(of text: some StringProtocol) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        for character in text {
            if !character.isLetter || (character.isUppercase && word.last?.isLowercase == true) {
                words.insert(word.lowercased())
                word = ""
            }
            if character.isLetter { word.append(character) }
        }
        words.insert(word.lowercased())
        return words
    }
}
