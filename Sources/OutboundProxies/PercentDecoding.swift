/// The reading of `%41` and its like in a part of a URL (RFC 3986, section 2.1).
package enum PercentDecoding {
    /// The text that is meant; a `%` that begins no escape stays, and bytes that are no UTF-8 are replaced.
    package static func text(_ encoded: some StringProtocol) -> String {
        let bytes = Array(encoded.utf8)
        guard bytes.contains(UInt8(ascii: "%")) else { return String(encoded) }
        var decoded: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "%"), let byte = escape(bytes[(position + 1)...].prefix(2)) {
                decoded.append(byte)
                position += 3
            } else {
                decoded.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func escape(_ digits: ArraySlice<UInt8>) -> UInt8? {
        let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        return values.count == 2 ? UInt8(values[0] * 16 + values[1]) : nil
    }
}
