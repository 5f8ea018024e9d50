/// Checks for heads that do not come as lines, as those of HTTP/2 do, before they are written as if they had.
///
/// They come as strings: where bytes were no UTF-8, replacement characters (U+FFFD) stand in their places, and what was sent is
/// lost. Whatever holds one is refused, rather than passed on as something that nobody sent.
package enum FieldText {
    /// A field's value without the blanks around it, which are no part of it (RFC 9110, section 5.5).
    ///
    /// - Throws: `malformed` for one with a control character, `noUTF8` for one that was none.
    package static func value(_ text: String) throws(WireFault) -> Substring.UTF8View {
        guard !isDamaged(text) else {
            throw WireFault(.noUTF8, "a field value that is not UTF-8: only HTTP/1.1 carries such bytes here")
        }
        var text = text
        let isText = text.withUTF8 { ByteClass.isText(UnsafeRawBufferPointer($0)) }
        guard isText else { throw .malformed("a control character in a field") }
        guard let first = text.utf8.firstIndex(where: { !isBlank($0) }),
            let last = text.utf8.lastIndex(where: { !isBlank($0) })
        else { return "".utf8[...] }
        return text.utf8[first...last]
    }

    /// Whether a text is a token (RFC 9110, section 5.6.2), as a method has to be.
    package static func isToken(_ text: String) -> Bool {
        var text = text
        return !text.isEmpty && text.withUTF8 { ByteClass.isToken(UnsafeRawBufferPointer($0)) }
    }

    /// Whether a text is free of what ends the target of a request in HTTP/1.1.
    package static func isTarget(_ text: String) -> Bool {
        var text = text
        return !text.isEmpty && !isDamaged(text) && text.withUTF8 { ByteClass.isTarget(UnsafeRawBufferPointer($0)) }
    }

    private static func isDamaged(_ text: String) -> Bool {
        // The first of the three bytes of U+FFFD, which most texts do not have.
        text.utf8.contains(0xEF) && text.unicodeScalars.contains("\u{FFFD}")
    }
}
