/// A regular expression that looks at each byte of a text once, whatever it says: its time grows with the text's length
/// and with nothing else, so no expression can hold the screen up.
///
/// A Glushkov automaton with a bit for each position (G.-M. Glushkov 1961): which positions may follow which is worked
/// out when it is read, so it can have no more of them than a word has bits.
package struct ByteExpression: Sendable, Equatable {
    /// The most positions an expression may have, its repetitions written out.
    static let limit = UInt128.bitWidth

    package let source: String
    /// Whether it finds itself in every text.
    private let isEmpty: Bool
    private let first: UInt128
    private let last: UInt128
    private let follow: [UInt128]
    /// By symbol: the positions where it may stand.
    private let masks: [UInt128]

    init(_ source: String) throws(ExpressionError) {
        var reader = ExpressionReader(source, ignoresCase: !Self.hasUpperCase(source))
        let node = try reader.read()
        guard node.size <= Self.limit else {
            throw ExpressionError(
                place: 0, wanted: "the expression is too long: \(Self.limit) characters at most, repetitions counted")
        }
        var builder = AutomatonBuilder()
        let whole = builder.add(node)
        self.source = source
        (isEmpty, first, last) = (whole.isNullable, whole.first, whole.last)
        (follow, masks) = (builder.follow, builder.masks)
    }

    package static func == (one: ByteExpression, other: ByteExpression) -> Bool { one.source == other.source }

    /// As in a word, an upper-case letter asks for exact case; the letter of a class is none.
    private static func hasUpperCase(_ source: String) -> Bool {
        var isEscaped = false
        for character in source {
            if !isEscaped, character.isUppercase { return true }
            isEscaped = !isEscaped && character == "\\"
        }
        return false
    }

    package func matches(_ text: String) -> Bool {
        guard !isEmpty else { return true }
        let found = text.utf8.withContiguousStorageIfAvailable { find(in: $0) }
        return found ?? Array(text.utf8).withUnsafeBufferPointer { find(in: $0) }
    }

    private func find(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        var states = first & masks[SymbolSet.begin]
        if states & last != 0 { return true }
        for byte in text {
            states = step(from: states, by: Int(byte))
            if states & last != 0 { return true }
        }
        return step(from: states, by: SymbolSet.end) & last != 0
    }

    @inline(__always)
    private func step(from states: UInt128, by symbol: Int) -> UInt128 {
        let mask = masks[symbol]
        guard mask != 0 else { return 0 }
        // A match may begin anywhere.
        var reach = first
        var rest = states
        while rest != 0 {
            reach |= follow[rest.trailingZeroBitCount]
            rest &= rest - 1
        }
        return reach & mask
    }
}
