/// Reads a line as a filter, from left to right.
struct FilterParser {
    private let line: [Character]
    private var place = 0

    init(_ text: String) { line = Self.characters(of: text) }

    /// A mark that joins a sign of the language, a quotation mark say, does not take its meaning from it.
    static func characters(of text: String) -> [Character] {
        text.flatMap { character -> [Character] in
            let scalars = character.unicodeScalars
            guard scalars.count > 1, let first = scalars.first, first.isASCII, !first.properties.isAlphabetic else {
                return [character]
            }
            return [Character(first), Character(String(String.UnicodeScalarView(scalars.dropFirst())))]
        }
    }

    /// Whether a text, typed as it is, would be a word and nothing else.
    static func readsAsWord(_ text: String) -> Bool {
        var parser = FilterParser(text)
        return (try? parser.terms()) == [FilterTerm(.words([TextPattern(text)]))]
    }

    mutating func terms() throws(FilterError) -> [FilterTerm] {
        var terms: [FilterTerm] = []
        skipBlanks()
        while place < line.count {
            terms.append(try term())
            skipBlanks()
        }
        return terms
    }

    private mutating func skipBlanks() {
        while place < line.count, line[place] == " " { place += 1 }
    }

    private mutating func term() throws(FilterError) -> FilterTerm {
        let start = place
        var isNegated = false
        while place < line.count, line[place] == "!" {
            isNegated.toggle()
            place += 1
        }
        guard place < line.count, line[place] != " " else {
            throw FilterError(range: start..<place, wanted: "! wants something to leave out", example: "!m:GET")
        }
        if let end = endOfExpression {
            let source = String(line[(place + 1)..<end])
            let begin = place
            place = end + 1
            return FilterTerm(try Self.expression(source, at: begin + 1), isNegated: isNegated)
        }
        guard let word = takeWord() else { return FilterTerm(.words([])) }
        if let alias = FilterAlias(word) {
            let (test, isInverted) = try alias.test(takeWord(), at: word.range)
            return FilterTerm(test, isNegated: isNegated != isInverted)
        }
        return FilterTerm(try Self.test(word), isNegated: isNegated)
    }

    private mutating func takeWord() -> FilterWord? {
        skipBlanks()
        guard let word = FilterWord(line, at: place) else { return nil }
        place = word.range.upperBound
        return word
    }

    /// Where the slash stands that closes an expression begun here: the next one, if the word ends with it.
    private var endOfExpression: Int? {
        guard line[place] == "/" else { return nil }
        var index = place + 1
        while index < line.count, line[index] != "/" { index += line[index] == "\\" ? 2 : 1 }
        guard index < line.count, index > place + 1, index + 1 == line.count || line[index + 1] == " " else {
            return nil
        }
        return index
    }

    private static func expression(_ source: String, at place: Int) throws(FilterError) -> FilterTerm.Test {
        do throws(ExpressionError) {
            return .expression(try ByteExpression(source))
        } catch {
            let place = place + error.place
            throw FilterError(range: place..<(place + 1), wanted: error.wanted, example: error.example)
        }
    }

    // MARK: - Words

    private static func test(_ word: FilterWord) throws(FilterError) -> FilterTerm.Test {
        guard let (name, sign, rest) = word.head else {
            return .words(try values(of: word, "a word", "timeout|refused"))
        }
        guard let key = FilterKey(rawValue: name) else {
            // An address is a word, whatever its scheme.
            if rest.units.prefix(2).map(\.character) == ["/", "/"] { return .words([TextPattern(word.text)]) }
            throw FilterError(
                range: word.range.lowerBound..<sign.place,
                wanted: "\(name)\(sign.character) is no key; a word with a \(sign.character) wants quotes",
                example: "\"\(word.text)\"")
        }
        if sign.character != ":" { return try compared(key, sign, rest) }
        if key.isOrdered, let first = rest.units.first, !first.isQuoted,
            first.character == ">" || first.character == "<"
        {
            return try compared(key, first, rest.dropping(1, from: first.place + 1))
        }
        return try FilterValues(key, rest).test()
    }

    private static func compared(
        _ key: FilterKey, _ sign: FilterWord.Unit, _ rest: FilterWord
    ) throws(FilterError) -> FilterTerm.Test {
        guard key.isOrdered else {
            throw FilterError(
                range: sign.place..<(sign.place + 1), wanted: "\(key.rawValue) is not a number", example: key.example)
        }
        let isOpen = rest.units.first.map { !$0.isQuoted && $0.character == "=" } ?? false
        let value = isOpen ? rest.dropping(1, from: sign.place + 2) : rest
        let name = String(sign.character) + (isOpen ? "=" : "")
        guard let comparison = FilterTerm.Comparison(rawValue: name) else { return .words([TextPattern(rest.text)]) }
        return .compared(key, comparison, try FilterValues(key, value).bound(sign: name))
    }

    private static func values(
        of word: FilterWord, _ what: String, _ example: String
    ) throws(FilterError) -> [TextPattern] {
        var patterns: [TextPattern] = []
        for part in word.alternatives {
            guard !part.units.isEmpty else {
                throw FilterError(range: part.range, wanted: "\(what) is missing here", example: example)
            }
            patterns.append(TextPattern(part.text))
        }
        return patterns
    }
}
