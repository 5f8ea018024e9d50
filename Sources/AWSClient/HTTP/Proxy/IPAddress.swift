/// An IPv4 or IPv6 address, read from its usual notation.
///
/// An IPv4 address and the same address mapped into IPv6 (`::ffff:192.0.2.1`) are equal, as in Go. Notations with a zone, or
/// with leading zeros in IPv4, are none.
package struct IPAddress: Sendable, Equatable {
    /// Sixteen; IPv4 is mapped.
    private let bytes: [UInt8]

    package init?(_ text: String) {
        if let four = Self.ipv4(text[...]) {
            bytes = Self.mapped + four
        } else if let sixteen = Self.ipv6(text) {
            bytes = sixteen
        } else {
            return nil
        }
    }

    package var isIPv4: Bool { bytes.starts(with: Self.mapped) }

    /// The number of bits of an address of this kind.
    var width: Int { isIPv4 ? 32 : 128 }

    package var isLoopback: Bool {
        isIPv4 ? bytes[12] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// Whether the first `prefix` bits are those of `network`, an address of the same kind.
    func isWithin(_ network: IPAddress, prefix: Int) -> Bool {
        guard isIPv4 == network.isIPv4 else { return false }
        let bits = prefix + 128 - width
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
        guard bytes[..<whole] == network.bytes[..<whole] else { return false }
        return rest == 0 || (bytes[whole] ^ network.bytes[whole]) >> (8 - rest) == 0
    }

    private static let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            let digits = part.utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return digits.count > 1 && digits.first == 0x30 ? nil : UInt8(part)
        }
        return bytes.count == 4 ? bytes : nil
    }

    /// Groups of four hexadecimal digits; one `::` stands for the groups that are missing.
    private static func ipv6(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 45, text.contains(":") else { return nil }
        guard let gap = text.firstRange(of: "::") else {
            let bytes = groups(text[...], mayEndInIPv4: true)
            return bytes?.count == 16 ? bytes : nil
        }
        guard let head = groups(text[..<gap.lowerBound], mayEndInIPv4: false),
            let tail = groups(text[gap.upperBound...], mayEndInIPv4: true), head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (number, part) in parts.enumerated() {
            if mayEndInIPv4, number == parts.count - 1, let four = ipv4(part) {
                bytes += four
            } else if (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexadecimal),
                let group = UInt16(part, radix: 16)
            {
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            } else {
                return nil
            }
        }
        return bytes
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        case UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}
