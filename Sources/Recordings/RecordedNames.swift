package import ProxyCore

extension TokenHandle {
    /// The letters as they are written: `A` is 0, `AA` 26.
    ///
    /// - Returns: nil for anything else, and for more than four letters.
    init?(recorded text: String) {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return nil
        }
        self.init(index: text.utf8.reduce(0) { $0 * 26 + Int($1 - 0x40) } - 1)
    }
}

extension TokenID {
    /// `B2`.
    init?(recorded text: String) {
        let letters = text.prefix { $0.isLetter }
        guard let handle = TokenHandle(recorded: String(letters)), let generation = Int(text.dropFirst(letters.count)),
            generation > 0
        else { return nil }
        self.init(handle: handle, generation: generation)
    }
}

extension WallTime {
    /// The one form in which times are written: `2026-11-21T14:31:50.377Z`, the fraction being optional.
    package init?(recorded text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
        guard bytes.count == 20 || bytes.count == 24, bytes.last == UInt8(ascii: "Z"),
            marks.allSatisfy({ Character(Unicode.Scalar(bytes[$0.0])) == $0.1 }),
            bytes.count == 20 || bytes[19] == UInt8(ascii: "."),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19),
            let fraction = bytes.count == 24 ? number(20..<23) : 0,
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        let clock = hour * 3600 + minute * 60 + second
        self.init(milliseconds: (Self.days(year, month, day) * 86_400 + clock) * 1000 + fraction)
    }

    /// Days since the epoch, by the proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
