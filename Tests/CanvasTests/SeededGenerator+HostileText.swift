import SeededNumbers

extension SeededGenerator {
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
