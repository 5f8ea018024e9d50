package import ProxyCore

/// A token by its name, `B1`, all of an audience set by its letter, `B`, or how a request came by its token: `wait`.
package enum TokenPattern: Sendable, Equatable, CustomStringConvertible {
    case handle(TokenHandle, generation: Int?)
    case use(TokenUse)

    /// The words of the list's column.
    package static let uses: [(word: String, use: TokenUse)] = [
        ("hit", .hit), ("new", .minted), ("wait", .waited), ("fail", .failed),
    ]

    init?(_ text: String) {
        if let use = Self.uses.first(where: { $0.word == text.lowercased() }) {
            self = .use(use.use)
            return
        }
        let letters = text.prefix { $0.isASCII && $0.isLetter }
        let digits = text.dropFirst(letters.count)
        // Three letters are more audience sets than are ever kept.
        guard (1...3).contains(letters.count), digits.isEmpty || digits == "-" || digits.allSatisfy(\.isASCIIDigit)
        else { return nil }
        let index = letters.uppercased().utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
        guard digits.count <= 9 else { return nil }
        self = .handle(TokenHandle(index: index), generation: Int(digits))
    }

    func matches(_ row: some FilterRow) -> Bool {
        switch self {
        case .use(let use): row.tokenUse == use
        case .handle(let handle, let generation):
            row.tokenHandle == handle && (generation == nil || row.tokenGeneration == generation)
        }
    }

    package var description: String {
        switch self {
        case .use(let use): Self.uses.first { $0.use == use }?.word ?? use.rawValue
        case .handle(let handle, let generation): "\(handle)" + (generation.map { String($0) } ?? "")
        }
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isNumber }
}
