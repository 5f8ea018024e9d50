/// A piece of text to be found in another: in any case, unless it has an upper-case letter itself.
package struct TextPattern: Sendable, Equatable {
    package let text: String
    private let needle: [UInt8]
    private let isExact: Bool
    private let isASCII: Bool

    package init(_ text: String) {
        self.text = text
        isExact = text.contains(where: \.isUppercase)
        isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        needle = Array(text.utf8)
    }

    package func matches(_ text: String) -> Bool {
        if !isExact, !isASCII { return Self.find(needle, in: text.lowercased(), isExact: true) }
        return Self.find(needle, in: text, isExact: isExact)
    }

    private static func find(_ needle: [UInt8], in text: String, isExact: Bool) -> Bool {
        let found = text.utf8.withContiguousStorageIfAvailable { find(needle, in: $0, isExact: isExact) }
        return found ?? Array(text.utf8).withUnsafeBufferPointer { find(needle, in: $0, isExact: isExact) }
    }

    private static func find(
        _ needle: [UInt8], in text: UnsafeBufferPointer<UInt8>, isExact: Bool
    ) -> Bool {
        guard let first = needle.first else { return true }
        guard text.count >= needle.count else { return false }
        let other = isExact || first &- 0x61 >= 26 ? first : first - 32
        for start in 0...(text.count - needle.count) where text[start] == first || text[start] == other {
            var length = 1
            while length < needle.count,
                (isExact ? text[start + length] : folded(text[start + length])) == needle[length]
            {
                length += 1
            }
            if length == needle.count { return true }
        }
        return false
    }

    /// A Latin letter in lower case, anything else as it is.
    @inline(__always)
    private static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// As it has to be typed: within quotes where it would be taken for something else.
    ///
    /// - Parameter asWord: whether it stands alone, not behind a key.
    func spelt(asWord: Bool) -> String {
        let isPlain = !text.contains { " |\"\\".contains($0) } && !text.isEmpty
        if isPlain, !asWord || FilterParser.readsAsWord(text) { return text }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
