import SeededNumbers

/// Changes valid inputs into nearly valid ones; the same numbers give the same inputs.
struct Mutator {
    /// The longest input that is made, in bytes.
    static let longest = 8_192

    let dictionary: [[UInt8]]
    private var generator: SeededGenerator

    init(dictionary: [String], seed: UInt64) {
        self.dictionary = (dictionary + Self.everywhere).map { Array($0.utf8) } + Self.bytes
        generator = SeededGenerator(seed: seed)
    }

    /// What has upset parsers of all kinds.
    private static let everywhere = [
        "\0", "\r\n", "\n", "\r", "\t", " ", "\u{B}", "\u{7F}", "\u{85}", "\u{A0}", "\u{301}", "\u{200B}", "\u{202E}",
        "\u{2028}", "\u{FEFF}", "\u{1B}[2J", "\u{9B}31m", "%00", "%2F", "%40", "%25", "0", "-1", "65536", "4294967296",
        "18446744073709551616", "1e309", "\"", "'", "\\", "/", "..", ":", ";", ",", "@", "#", "?", "=", "[", "]", "{",
        "}", "<", ">", "&",
    ]

    /// What is no UTF-8: a continuation alone, a start alone, half a surrogate pair, an overlong slash.
    private static let bytes: [[UInt8]] = [[0x80], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF0, 0x9F]]

    /// One input, made of those in the pool.
    mutating func input(from pool: [[UInt8]]) -> [UInt8] {
        var input = pool.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...5, using: &generator) { mutate(&input, pool) }
        return Array(input.prefix(Self.longest))
    }

    private mutating func mutate(_ input: inout [UInt8], _ pool: [[UInt8]]) {
        let range = range(in: input)
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: flip(&input)
        case 1: input.removeSubrange(range)
        case 2: input.insert(contentsOf: Array(input[range]), at: place(in: input))
        case 3: input.replaceSubrange(range, with: dictionary.randomElement(using: &generator) ?? [])
        case 4, 5: input.insert(contentsOf: dictionary.randomElement(using: &generator) ?? [], at: place(in: input))
        case 6: splice(&input, pool.randomElement(using: &generator) ?? [])
        case 7: repeatPiece(&input, range)
        default: input.insert(UInt8.random(in: 0...255, using: &generator), at: place(in: input))
        }
    }

    private mutating func flip(_ input: inout [UInt8]) {
        guard !input.isEmpty else { return }
        input[Int.random(in: 0..<input.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    }

    /// The beginning of one, the end of another.
    private mutating func splice(_ input: inout [UInt8], _ other: [UInt8]) {
        input = Array(input[..<place(in: input)]) + other[place(in: other)...]
    }

    /// Depth and length are what limits are about.
    private mutating func repeatPiece(_ input: inout [UInt8], _ range: Range<Int>) {
        let piece = Array(input[range])
        let room = min(1 << Int.random(in: 1...9, using: &generator), Self.longest / max(1, piece.count))
        input.insert(contentsOf: Array(repeating: piece, count: room).joined(), at: range.lowerBound)
    }

    private mutating func place(in input: [UInt8]) -> Int { Int.random(in: 0...input.count, using: &generator) }

    /// Mostly short.
    private mutating func range(in input: [UInt8]) -> Range<Int> {
        let start = place(in: input)
        let length = 1 << Int.random(in: 0...6, using: &generator)
        return start..<min(input.count, start + length)
    }
}
