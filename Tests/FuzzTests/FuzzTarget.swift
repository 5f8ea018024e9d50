import Testing

/// Something that reads bytes from outside, and what must hold whatever it is fed.
struct FuzzTarget: Sendable, CustomTestStringConvertible {
    /// The name of its folder in `Corpus`, too.
    let name: String
    /// Words that mean something to it: mutations put them in.
    var dictionary: [String] = []
    /// How many of the inputs it gets; below 1 where one of them takes long.
    var share = 1.0
    /// Looks at one input.
    ///
    /// - Returns: in a word what became of it. Inputs that lead somewhere new are mutated further.
    let check: @Sendable ([UInt8]) async throws -> String

    var testDescription: String { name }
}

/// An invariant that did not hold.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

/// - Throws: ``Broken`` unless the condition is true.
func hold(_ condition: Bool, _ words: @autoclosure () -> String) throws {
    guard condition else { throw Broken(description: words()) }
}

extension FuzzTarget {
    /// A target that reads text: bytes that are no UTF-8 become replacement characters.
    static func text(
        name: String, dictionary: [String] = [], share: Double = 1,
        _ check: @escaping @Sendable (String) async throws -> String
    ) -> FuzzTarget {
        FuzzTarget(name: name, dictionary: dictionary, share: share) { bytes in
            try await check(String(decoding: bytes, as: UTF8.self))
        }
    }
}
