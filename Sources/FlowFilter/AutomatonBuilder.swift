/// Works out which positions of an expression come first, last and after which.
struct AutomatonBuilder {
    struct Part {
        var isNullable: Bool
        var first: UInt128
        var last: UInt128

        static let nothing = Part(isNullable: true, first: 0, last: 0)
    }

    private(set) var follow: [UInt128] = []
    private(set) var masks = [UInt128](repeating: 0, count: SymbolSet.count)

    /// - Precondition: the node takes no more positions than there are bits.
    mutating func add(_ node: ExpressionNode) -> Part {
        switch node {
        case .nothing: return .nothing
        case .symbols(let set): return add(set)
        case .sequence(let nodes):
            var whole = Part.nothing
            for node in nodes { whole = join(whole, add(node)) }
            return whole
        case .choice(let nodes):
            var whole = Part(isNullable: false, first: 0, last: 0)
            for node in nodes {
                let part = add(node)
                whole.isNullable = whole.isNullable || part.isNullable
                whole.first |= part.first
                whole.last |= part.last
            }
            return whole
        case .repeated(let node, let least, let most): return add(node, least: least, most: most)
        }
    }

    private mutating func add(_ set: SymbolSet) -> Part {
        let bit = UInt128(1) << UInt128(follow.count)
        follow.append(0)
        for symbol in 0..<SymbolSet.count where set[symbol] { masks[symbol] |= bit }
        return Part(isNullable: false, first: bit, last: bit)
    }

    private mutating func add(_ node: ExpressionNode, least: Int, most: Int?) -> Part {
        var whole = Part.nothing
        for count in 0..<(most ?? max(1, least)) {
            var part = add(node)
            if most == nil, count == max(1, least) - 1 { loop(part) }
            if count >= least { part.isNullable = true }
            whole = join(whole, part)
        }
        return whole
    }

    /// What ends the part may be followed by what begins it.
    private mutating func loop(_ part: Part) { connect(part.last, part.first) }

    private mutating func join(_ one: Part, _ other: Part) -> Part {
        connect(one.last, other.first)
        return Part(
            isNullable: one.isNullable && other.isNullable,
            first: one.first | (one.isNullable ? other.first : 0),
            last: other.last | (other.isNullable ? one.last : 0))
    }

    private mutating func connect(_ last: UInt128, _ first: UInt128) {
        var rest = last
        while rest != 0 {
            follow[rest.trailingZeroBitCount] |= first
            rest &= rest - 1
        }
    }
}
