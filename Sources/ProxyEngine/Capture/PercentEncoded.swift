/// Text in the notation of URIs and of forms, read by its bytes.
enum PercentEncoded {
    /// A text as it is, as what it means in a URI, and as what it means in a form, where `+` is a blank; each once.
    static func notations(of text: String) -> [String] {
        let decoded = decoded(text)
        let spaced = Self.decoded(text.replacing("+", with: " "))
        return [text] + (decoded == text ? [] : [decoded]) + (spaced == decoded ? [] : [spaced])
    }

    /// The text that is meant; a `%` that begins no escape stays, and bytes that are no UTF-8 are replaced.
    static func decoded(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "%")) else { return String(text) }
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "%"), let byte = escaped(bytes[(position + 1)...].prefix(2)) {
                result.append(byte)
                position += 3
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escaped(_ digits: ArraySlice<UInt8>) -> UInt8? {
        let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        return values.count == 2 ? UInt8(values[0] * 16 + values[1]) : nil
    }
}
