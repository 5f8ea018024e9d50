/// Patterns by the bytes that they are found by.
struct PatternTable: Sendable {
    /// The shortest part of a pattern that is found, in bytes. Shorter patterns are found whole.
    static let run = 16
    /// By which parts are found: of any 16 bytes of a pattern, eight begin at a multiple of eight.
    static let window = 8
    /// How many places are kept of a window that a pattern repeats: a bound on the work, at the cost of repetitions alone.
    private static let placeLimit = 4

    struct Place: Sendable {
        let pattern: Int
        let offset: Int
    }

    struct Builder {
        fileprivate var patterns: [(bytes: [UInt8], secret: Int)] = []

        mutating func add(_ bytes: [UInt8], _ secret: Int) { patterns.append((bytes, secret)) }
    }

    let patterns: [(bytes: [UInt8], secret: Int)]
    /// Patterns that are shorter than a run, by all of their bytes and their length.
    private var short: [UInt128: Int] = [:]
    /// The lengths of those.
    let lengths: [Int]
    private var places: [UInt64: [Place]] = [:]
    /// A bit for the hash of each key, by which nearly everything else is passed over.
    private var filter: [UInt64]
    private let shift: UInt64

    init(_ builder: Builder) {
        patterns = builder.patterns
        lengths = Set(patterns.map(\.bytes.count).filter { $0 < Self.run }).sorted()
        let keys = patterns.reduce(1) { $0 + $1.bytes.count / Self.window + 1 }
        let bits = max(10, UInt64.bitWidth - (keys * 8).leadingZeroBitCount)
        shift = UInt64(UInt64.bitWidth - bits)
        filter = Array(repeating: 0, count: 1 << (bits - 6))
        for index in patterns.indices { enter(index) }
    }

    var isEmpty: Bool { patterns.isEmpty }

    private mutating func enter(_ index: Int) {
        let bytes = patterns[index].bytes
        guard bytes.count >= Self.run else {
            let key = Self.shortKey(bytes.reduce(0) { $0 << 8 | UInt128($1) }, length: bytes.count)
            if short[key] == nil { short[key] = index }
            return mark(UInt64(truncatingIfNeeded: key))
        }
        for offset in stride(from: 0, through: bytes.count - Self.window, by: Self.window) {
            let key = bytes[offset..<(offset + Self.window)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if places[key, default: []].count < Self.placeLimit {
                places[key, default: []].append(Place(pattern: index, offset: offset))
            }
            mark(key)
        }
    }

    /// The short pattern that the latest bytes are.
    ///
    /// - Parameter latest: the last of them in the lowest byte.
    func whole(_ latest: UInt128, length: Int) -> Int? {
        let key = Self.shortKey(latest, length: length)
        return isMarked(UInt64(truncatingIfNeeded: key)) ? short[key] : nil
    }

    /// Where eight bytes stand in patterns.
    func places(of window: UInt64) -> [Place] { isMarked(window) ? places[window] ?? [] : [] }

    /// Whether a window of a pattern stands somewhere among letters, whatever stands between them.
    func mayBe(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard !isEmpty else { return false }
        var key: UInt64 = 0
        for byte in bytes where Base64URL.isLetter(byte) {
            key = key << 8 | UInt64(byte)
            if isMarked(key), places[key] != nil { return true }
        }
        return false
    }

    /// Fifteen bytes at most, so that there is room for their number.
    private static func shortKey(_ latest: UInt128, length: Int) -> UInt128 {
        latest & (UInt128(1) << UInt128(8 * length) - 1) | UInt128(length) << 120
    }

    private mutating func mark(_ key: UInt64) {
        let bit = Self.hash(key) >> shift
        filter[Int(bit >> 6)] |= 1 << (bit & 63)
    }

    private func isMarked(_ key: UInt64) -> Bool {
        let bit = Self.hash(key) >> shift
        return filter[Int(bit >> 6)] & 1 << (bit & 63) != 0
    }

    /// Fibonacci hashing: the upper bits depend on all.
    private static func hash(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }
}
