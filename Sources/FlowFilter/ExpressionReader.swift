/// What is wrong with a regular expression, and where.
struct ExpressionError: Error, Equatable {
    let place: Int
    let wanted: String
    var example = "/v[12]/"
}

/// Reads a regular expression: literals, `.`, `[…]`, `\d \w \s`, groups, `|`, `* + ? {m,n}`, `^` and `$`.
struct ExpressionReader {
    private static let deepest = 32

    private let source: [Character]
    private var place = 0
    private var depth = 0

    private let ignoresCase: Bool

    init(_ source: String, ignoresCase: Bool) {
        self.source = Array(source)
        self.ignoresCase = ignoresCase
    }

    mutating func read() throws(ExpressionError) -> ExpressionNode {
        let node = try choice()
        guard place == source.count else { throw error(") has no ( before it") }
        return node
    }

    private var next: Character? { place < source.count ? source[place] : nil }

    private func error(_ wanted: String) -> ExpressionError { ExpressionError(place: place, wanted: wanted) }

    private mutating func choice() throws(ExpressionError) -> ExpressionNode {
        var choices = [try sequence()]
        while next == "|" {
            place += 1
            choices.append(try sequence())
        }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence() throws(ExpressionError) -> ExpressionNode {
        var nodes: [ExpressionNode] = []
        while let character = next, character != "|", character != ")" {
            nodes.append(try repetition(of: try atom()))
        }
        return nodes.isEmpty ? .nothing : nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func repetition(of atom: ExpressionNode) throws(ExpressionError) -> ExpressionNode {
        let node: ExpressionNode
        switch next {
        case "*": node = .repeated(atom, least: 0, most: nil)
        case "+": node = .repeated(atom, least: 1, most: nil)
        case "?": node = .repeated(atom, least: 0, most: 1)
        case "{":
            let (least, most) = try bounds()
            node = .repeated(atom, least: least, most: most)
        default: return atom
        }
        place += 1
        // Greedy or not, what is found is the same.
        if next == "?" { place += 1 }
        guard let sign = next, "*+?{".contains(sign) else { return node }
        throw error("\(sign) wants something to repeat")
    }

    /// `{3}`, `{3,}` or `{3,5}`; leaves off at the closing brace.
    private mutating func bounds() throws(ExpressionError) -> (Int, Int?) {
        guard let close = source[place...].firstIndex(of: "}") else { throw error("{ wants a }") }
        let parts = String(source[(place + 1)..<close]).split(separator: ",", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let least = Int(parts[0]), (0...999).contains(least) else {
            throw error("{ } wants numbers")
        }
        let most = parts.count == 1 ? least : Int(parts[1])
        guard most.map({ (least...999).contains($0) }) ?? parts[1].isEmpty else {
            throw error("{ } wants numbers in order")
        }
        place = close
        return (least, most)
    }

    private mutating func atom() throws(ExpressionError) -> ExpressionNode {
        guard let character = next else { return .nothing }
        switch character {
        case "(": return try group()
        case "[": return try set()
        case "*", "+", "?", "{": throw error("\(character) wants something to repeat")
        case "\\": return try escaped()
        default: break
        }
        place += 1
        return switch character {
        case ".": .anyCharacter
        case "^": .symbols(SymbolSet([SymbolSet.begin]))
        case "$": .symbols(SymbolSet([SymbolSet.end]))
        default: literal(character)
        }
    }

    private mutating func group() throws(ExpressionError) -> ExpressionNode {
        let start = place
        place += 1
        if next == "?" {
            guard source[place...].starts(with: "?:") else { throw error("of groups there is only (…) and (?:…)") }
            place += 2
        }
        depth += 1
        guard depth <= Self.deepest else { throw error("groups go \(Self.deepest) deep at most") }
        let node = try choice()
        depth -= 1
        guard next == ")" else { throw ExpressionError(place: start, wanted: "( wants a )") }
        place += 1
        return node
    }

    private func literal(_ character: Character) -> ExpressionNode {
        let bytes = String(character).utf8.map { ExpressionNode.symbols(inCase(SymbolSet([Int($0)]))) }
        return bytes.count == 1 ? bytes[0] : .sequence(bytes)
    }

    // MARK: - Classes

    private mutating func escaped() throws(ExpressionError) -> ExpressionNode {
        place += 1
        guard let character = next else { throw error("\\ wants a character") }
        defer { place += 1 }
        if let set = Self.class(character) { return .symbols(set) }
        if let set = Self.class(Character(character.lowercased())), character.isUppercase {
            return .either(set.invertedASCII)
        }
        guard !(character.isASCII && (character.isLetter || character.isNumber)) else {
            throw error("\\\(character) is not known: there are \\d \\w \\s")
        }
        return literal(character)
    }

    private static func `class`(_ letter: Character) -> SymbolSet? {
        switch letter {
        case "d": SymbolSet(0x30...0x39)
        case "w": SymbolSet(Array(0x30...0x39) + Array(0x41...0x5A) + Array(0x61...0x7A) + [0x5F])
        case "s": SymbolSet([0x20, 0x09, 0x0A, 0x0D])
        default: nil
        }
    }

    private mutating func set() throws(ExpressionError) -> ExpressionNode {
        let start = place
        place += 1
        let isInverted = next == "^"
        if isInverted { place += 1 }
        var set = SymbolSet()
        var isFirst = true
        while let character = next, character != "]" || isFirst {
            isFirst = false
            set.formUnion(try member(character))
        }
        guard next == "]" else { throw ExpressionError(place: start, wanted: "[ wants a ]") }
        place += 1
        return isInverted ? .either(inCase(set).invertedASCII) : .symbols(inCase(set))
    }

    private func inCase(_ set: SymbolSet) -> SymbolSet { ignoresCase ? set.inBothCases : set }

    /// A character, a range of them or a class, within brackets.
    private mutating func member(_ character: Character) throws(ExpressionError) -> SymbolSet {
        if character == "\\", place + 1 < source.count, let set = Self.class(source[place + 1]) {
            place += 2
            return set
        }
        let low = try memberByte()
        guard next == "-", place + 1 < source.count, source[place + 1] != "]" else { return SymbolSet([low]) }
        place += 1
        let high = try memberByte()
        guard low <= high else { throw error("a range wants its ends in order") }
        return SymbolSet(low...high)
    }

    private mutating func memberByte() throws(ExpressionError) -> Int {
        if next == "\\" { place += 1 }
        guard let byte = next?.asciiValue else { throw error("[ ] takes ASCII characters") }
        place += 1
        return Int(byte)
    }
}
