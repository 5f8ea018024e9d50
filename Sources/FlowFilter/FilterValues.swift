/// What stands behind a key.
struct FilterValues {
    private let key: FilterKey
    private let word: FilterWord

    init(_ key: FilterKey, _ word: FilterWord) {
        self.key = key
        self.word = word
    }

    func test() throws(FilterError) -> FilterTerm.Test {
        switch key.kind {
        case .text: return .text(key, try all("a value") { TextPattern($0) })
        case .status: return .statuses(try all("a status") { StatusPattern($0) })
        case .token: return .tokens(try all("a token, or hit, new, wait or fail") { TokenPattern($0) })
        case .trait:
            let names = FilterTrait.allCases.map(\.rawValue).joined(separator: " ")
            return .traits(try all("one of \(names)") { FilterTrait(named: $0.lowercased()) })
        case .count: return .numbers(key, try all("a number") { Self.count($0) })
        case .duration(let unit): return .durations(key, try all("a time") { DurationValue($0, unit: unit) })
        case .moment: return .since(try only("a time ago, or of the clock") { MomentPattern($0) })
        }
    }

    /// The one value that a comparison is with.
    func bound(sign: String) throws(FilterError) -> FilterTerm.Bound {
        if case .duration(let unit) = key.kind {
            return .duration(try only("a time", sign) { DurationValue($0, unit: unit) })
        }
        return .number(try only("a number", sign) { Self.count($0) })
    }

    private func all<Value>(
        _ what: String, _ read: (String) -> Value?
    ) throws(FilterError) -> [Value] {
        var values: [Value] = []
        for part in word.alternatives {
            guard !part.units.isEmpty, let value = read(part.text) else { throw error(part, what, ":") }
            values.append(value)
        }
        return values
    }

    private func only<Value>(
        _ what: String, _ sign: String = ":", _ read: (String) -> Value?
    ) throws(FilterError) -> Value {
        guard !word.units.isEmpty, let value = read(word.text) else { throw error(word, what, sign) }
        return value
    }

    private func error(_ part: FilterWord, _ what: String, _ sign: String) -> FilterError {
        FilterError(range: part.range, wanted: "\(key.rawValue)\(sign) wants \(what)", example: example(sign))
    }

    private func example(_ sign: String) -> String {
        guard sign != ":", let place = key.example.firstIndex(where: { ":<>".contains($0) }) else { return key.example }
        return key == .st ? "st\(sign)399" : key.rawValue + sign + key.example[key.example.index(after: place)...]
    }

    /// A whole number, also as `#1187`.
    private static func count(_ text: String) -> Int64? {
        let digits = text.first == "#" ? text.dropFirst() : text[...]
        return digits.allSatisfy(\.isASCIIDigit) ? Int64(digits) : nil
    }
}
