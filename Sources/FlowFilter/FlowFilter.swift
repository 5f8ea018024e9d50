/// Which rows of a list are wanted: `st:4xx host:billing !m:GET "not accepted" left<5m`.
///
/// All terms must hold; there is no precedence to learn. A term is a word, a `/regular expression/`, or a key with values
/// of which any will do. It prints as it would be typed, and what is printed reads as the same filter again.
package struct FlowFilter: Sendable, Equatable {
    package let terms: [FilterTerm]

    package init(terms: [FilterTerm] = []) { self.terms = terms }

    /// Reads a line as somebody has typed it.
    ///
    /// - Throws: what is wrong first, and where.
    package init(_ text: String) throws(FilterError) {
        var parser = FilterParser(text)
        do throws(FilterError) {
            terms = try parser.terms()
        } catch {
            throw FilterError(
                range: error.range.clamped(to: 0..<text.count), wanted: error.wanted, example: error.example)
        }
    }

    /// Whether it lets everything pass.
    package var isEmpty: Bool { terms.isEmpty }

    package func matches(_ row: some FilterRow, at moment: FilterMoment) -> Bool {
        for term in terms where term.test.holds(for: row, at: moment) == term.isNegated { return false }
        return true
    }
}

extension FlowFilter: CustomStringConvertible {
    package var description: String { terms.map(\.description).joined(separator: " ") }
}

/// Why a line is no filter: where, what is wanted there, and an example of it.
package struct FilterError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The characters that are wrong; empty where something is missing.
    package let range: Range<Int>
    package let wanted: String
    package let example: String

    package var description: String { "\(wanted), for example \(example)" }
}
