/// A token's name on every screen: a letter for its audience set and a number for its generation, such as `B2`.
package struct TokenID: Hashable, Sendable, CustomStringConvertible {
    package let handle: TokenHandle
    /// Counts the tokens minted for the audience set, from 1.
    package let generation: Int

    package init(handle: TokenHandle, generation: Int) {
        self.handle = handle
        self.generation = generation
    }

    package var description: String { "\(handle)\(generation)" }
}

/// The letter of an audience set, given out in order of first use: `A` to `Z`, then `AA`, `AB` and so on.
package struct TokenHandle: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Counts from 0.
    package let index: Int

    package init(index: Int) { self.index = max(0, index) }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }

    package var description: String {
        // The usual case, and one that is told of each request.
        if index < 26 { return String(Unicode.Scalar(UInt8(ascii: "A") + UInt8(index))) }
        var letters: [Character] = []
        var rest = index
        repeat {
            letters.append(Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8(rest % 26))))
            rest = rest / 26 - 1
        } while rest >= 0
        return String(letters.reversed())
    }
}
