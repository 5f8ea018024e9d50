/// The same numbers on every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Text made of what is troublesome, with plain letters between.
    mutating func hostileText() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &self) { text.append(hostileScalar()) }
        return String(text)
    }

    private mutating func hostileScalar() -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>] = [
            0x00...0x20, 0x21...0x7E, 0x7F...0xA0, 0xA1...0x24F, 0x300...0x36F, 0x1100...0x11FF, 0x2000...0x206F,
            0x3000...0x30FF, 0xAC00...0xAC7F, 0xE000...0xE0FF, 0xFE00...0xFE0F, 0xFEFF...0xFFFF, 0x1F300...0x1FAFF,
            0x20000...0x200FF, 0xE0000...0xE01EF, 0x10FF00...0x10FFFF, 0x00...0x10FFFF,
        ]
        let range = ranges[Int.random(in: 0..<ranges.count, using: &self)]
        return Unicode.Scalar(UInt32.random(in: range, using: &self)) ?? "\u{FFFD}"
    }
}
