/// One condition of a filter.
package struct FilterTerm: Sendable, Equatable {
    /// What is tried; of several values any will do.
    package enum Test: Sendable, Equatable {
        case words([TextPattern])
        case expression(ByteExpression)
        case text(FilterKey, [TextPattern])
        case statuses([StatusPattern])
        case tokens([TokenPattern])
        case traits([FilterTrait])
        case numbers(FilterKey, [Int64])
        case durations(FilterKey, [DurationValue])
        case compared(FilterKey, Comparison, Bound)
        case since(MomentPattern)
    }

    package enum Comparison: String, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
    }

    package enum Bound: Sendable, Equatable {
        case number(Int64)
        case duration(DurationValue)
    }

    package var isNegated = false
    package let test: Test

    package init(_ test: Test, isNegated: Bool = false) {
        self.test = test
        self.isNegated = isNegated
    }
}

extension FilterTerm.Test {
    func holds(for row: some FilterRow, at moment: FilterMoment) -> Bool {
        switch self {
        case .words(let patterns): row.containsWord { text in patterns.contains { $0.matches(text) } }
        case .expression(let expression): row.containsWord { expression.matches($0) }
        case .text(let key, let patterns): row.contains(key) { text in patterns.contains { $0.matches(text) } }
        case .statuses(let patterns): patterns.contains { $0.matches(row) }
        case .tokens(let patterns): patterns.contains { $0.matches(row) }
        case .traits(let traits): traits.contains { row.has($0) }
        case .numbers(let key, let values): row.number(key).map { values.contains($0) } ?? false
        case .durations(let key, let values):
            row.number(key).map { number in values.contains { $0.isAbout(number) } } ?? false
        case .compared(let key, let comparison, let bound):
            row.number(key).map { comparison.holds($0, bound.number) } ?? false
        case .since(let pattern): row.time >= pattern.moment(from: moment)
        }
    }
}

extension FilterTerm.Comparison {
    func holds(_ number: Int64, _ bound: Int64) -> Bool {
        switch self {
        case .atLeast: number >= bound
        case .atMost: number <= bound
        case .above: number > bound
        case .below: number < bound
        }
    }
}

extension FilterTerm.Bound {
    var number: Int64 {
        switch self {
        case .number(let number): number
        case .duration(let value): value.microseconds
        }
    }
}

extension FilterTerm: CustomStringConvertible {
    package var description: String { (isNegated ? "!" : "") + test.description }
}

extension FilterTerm.Test: CustomStringConvertible {
    package var description: String {
        switch self {
        case .words(let patterns): patterns.map { $0.spelt(asWord: true) }.joined(separator: "|")
        case .expression(let expression): "/\(expression.source)/"
        case .text(let key, let patterns): Self.list(key, patterns.map { $0.spelt(asWord: false) })
        case .statuses(let patterns): Self.list(.st, patterns.map(\.description))
        case .tokens(let patterns): Self.list(.tok, patterns.map(\.description))
        case .traits(let traits): Self.list(.is, traits.map(\.rawValue))
        case .numbers(let key, let values): Self.list(key, values.map { String($0) })
        case .durations(let key, let values): Self.list(key, values.map(\.text))
        case .compared(let key, let comparison, .number(let number)):
            "\(key.rawValue)\(comparison.rawValue)\(number)"
        case .compared(let key, let comparison, .duration(let value)):
            "\(key.rawValue)\(comparison.rawValue)\(value.text)"
        case .since(let pattern): Self.list(.since, [pattern.text])
        }
    }

    private static func list(_ key: FilterKey, _ values: [String]) -> String {
        "\(key.rawValue):" + values.joined(separator: "|")
    }
}
