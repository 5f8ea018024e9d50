import Canvas

/// A terminal's report of its mouse in SGR form (mode 1006): `button;column;row`, then `M` for down and `m` for up.
struct MouseReport {
    /// No report is longer: three numbers of five digits.
    private static let limit = 17

    private var bytes: [UInt8] = []

    enum Outcome: Equatable {
        case more
        /// It is complete, or nonsense; nil for what nobody asked about.
        case over(MouseEvent?)
    }

    mutating func add(_ byte: UInt8) -> Outcome {
        switch byte {
        case 0x30...0x39, UInt8(ascii: ";"):
            bytes.append(byte)
            return bytes.count <= Self.limit ? .more : .over(nil)
        case UInt8(ascii: "M"): return .over(event)
        default: return .over(nil)
        }
    }

    private var event: MouseEvent? {
        let numbers = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0, let deed = Self.deed(numbers[0]) else { return nil }
        return MouseEvent(deed, row: numbers[2] - 1, column: numbers[1] - 1)
    }

    /// Shift, Alt and Ctrl (4, 8, 16) make no difference; motion (32) is nothing that was asked for.
    private static func deed(_ button: Int) -> MouseEvent.Deed? {
        switch button & ~0b1_1100 {
        case 0: .click
        case 64: .wheelUp
        case 65: .wheelDown
        default: nil
        }
    }
}
