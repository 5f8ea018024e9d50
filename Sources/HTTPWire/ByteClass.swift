/// What a byte may be part of (RFC 9110, section 5.6.2, and RFC 9112).
enum ByteClass {
    /// Of a token: a method, or the name of a field.
    static let token: [Bool] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(UInt8(byte))
        }
    }

    /// Whether all of them may be in a field's value, in a reason or in an extension of a chunk: anything but controls.
    static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if mayHaveControl(word), !bytes[index..<(index + 8)].allSatisfy(isText) { return false }
            index += 8
        }
        return bytes[index...].allSatisfy(isText)
    }

    /// Whether all of them may be in the target of a request: neither controls nor spaces.
    static func isTarget(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F } }

    static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index + 8 <= bytes.count {
            guard bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & highBits == 0 else { return false }
            index += 8
        }
        return bytes[index...].allSatisfy { $0 < 0x80 }
    }

    static func isToken(_ bytes: UnsafeRawBufferPointer) -> Bool {
        token.withUnsafeBufferPointer { table in bytes.allSatisfy { table[Int($0)] } }
    }

    private static func isText(_ byte: UInt8) -> Bool { (byte >= 0x20 && byte != 0x7F) || byte == UInt8(ascii: "\t") }

    /// Whether one of eight bytes is below 0x20 or 0x7F; true for a few others, too, which are looked at one by one.
    private static func mayHaveControl(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let delete = word ^ (ones &* 0x7F)
        return ((word &- ones &* 0x20) & ~word & highBits) | ((delete &- ones) & ~delete & highBits) != 0
    }

    /// The highest bit of each of eight bytes.
    private static let highBits: UInt64 = 0x8080_8080_8080_8080
}

/// Spaces and tabs around a value (RFC 9110, section 5.6.3).
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
