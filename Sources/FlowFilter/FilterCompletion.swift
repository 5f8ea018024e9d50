/// What is being typed at a place of a line, so that somebody who knows the rows can offer what would fit.
package struct FilterCompletion: Sendable, Equatable {
    package enum Subject: Sendable, Equatable {
        /// A term begins: a key or a word.
        case term
        /// A value of a key.
        case value(FilterKey)
    }

    package let subject: Subject
    /// What there is of it already, quotes left out.
    package let prefix: String
    /// The characters that a completion takes the place of.
    package let range: Range<Int>

    /// - Parameter cursor: how many characters stand before the cursor.
    package init(_ text: String, cursor: Int) {
        let line = FilterParser.characters(of: text)
        let cursor = min(max(0, cursor), line.count)
        var place = 0
        var found = FilterCompletion(subject: .term, prefix: "", range: cursor..<cursor)
        while place < cursor {
            guard line[place] != " ", let word = FilterWord(Array(line[..<cursor]), at: place) else {
                place += 1
                continue
            }
            place = word.range.upperBound
            if place == cursor { found = Self.within(word) }
        }
        self = found
    }

    init(subject: Subject, prefix: String, range: Range<Int>) {
        self.subject = subject
        self.prefix = prefix
        self.range = range
    }

    private static func within(_ word: FilterWord) -> FilterCompletion {
        let marks = word.units.prefix { $0.character == "!" && !$0.isQuoted }.count
        let word = word.dropping(marks, from: word.range.lowerBound + marks)
        guard let (name, sign, rest) = word.head, let key = FilterKey(rawValue: name) else {
            return FilterCompletion(subject: .term, prefix: word.text, range: word.range)
        }
        guard sign.character == ":", let part = rest.alternatives.last else {
            return FilterCompletion(
                subject: .value(key), prefix: rest.text, range: rest.range.upperBound..<rest.range.upperBound)
        }
        return FilterCompletion(subject: .value(key), prefix: part.text, range: part.range)
    }
}
