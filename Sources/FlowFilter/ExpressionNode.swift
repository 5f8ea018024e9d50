/// A regular expression taken apart.
///
/// Symbols are the bytes of the text, and one each for its beginning and its end, so that `^` and `$` are symbols like any
/// other.
indirect enum ExpressionNode: Sendable {
    case nothing
    case symbols(SymbolSet)
    case sequence([ExpressionNode])
    case choice([ExpressionNode])
    /// `least` and `most` times; without an end if `most` is nil.
    case repeated(ExpressionNode, least: Int, most: Int?)

    /// How many positions it takes once its repetitions are written out; saturating.
    var size: Int {
        switch self {
        case .nothing: return 0
        case .symbols: return 1
        case .sequence(let nodes), .choice(let nodes): return nodes.reduce(0) { min(Self.far, $0 + $1.size) }
        case .repeated(let node, let least, let most):
            return min(Self.far, node.size * max(least, most ?? max(1, least)))
        }
    }

    private static let far = 1_000_000
}

/// Some of the 258 symbols.
struct SymbolSet: Sendable, Equatable {
    static let begin = 256
    static let end = 257
    static let count = 258

    private(set) var bits: [Bool]

    init() { bits = Array(repeating: false, count: Self.count) }

    init(_ symbols: some Sequence<Int>) {
        self.init()
        for symbol in symbols { bits[symbol] = true }
    }

    subscript(symbol: Int) -> Bool { bits[symbol] }

    mutating func formUnion(_ other: SymbolSet) {
        for index in bits.indices where other.bits[index] { bits[index] = true }
    }

    /// Every ASCII character that is not in it.
    var invertedASCII: SymbolSet { SymbolSet((0..<128).filter { !bits[$0] }) }

    /// The same with each Latin letter in both cases.
    var inBothCases: SymbolSet {
        var result = self
        for letter in 0x61...0x7A where bits[letter] || bits[letter - 32] {
            result.bits[letter] = true
            result.bits[letter - 32] = true
        }
        return result
    }
}

extension ExpressionNode {
    /// Any character but a line feed, as UTF-8 spells it.
    static let anyCharacter = either(SymbolSet([0x0A]).invertedASCII)

    /// A character of an ASCII set, or any that is not ASCII.
    static func either(_ set: SymbolSet) -> ExpressionNode {
        .choice([
            .symbols(set),
            .sequence([
                .symbols(SymbolSet(0xC2...0xF4)), .repeated(.symbols(SymbolSet(0x80...0xBF)), least: 1, most: nil),
            ]),
        ])
    }
}
