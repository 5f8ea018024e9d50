/// Where a field stands in the bytes of its head, counted from the first of them.
package struct FieldSpan: Sendable {
    /// Of the line, and of the name.
    let start: UInt32
    let nameEnd: UInt32
    /// Of the value, without the blanks around it.
    let valueStart: UInt32
    let valueEnd: UInt32
    /// Behind the line's end.
    let end: UInt32
    package let name: FieldName
    /// Whether it goes on to the other side.
    package var isKept = true
    /// Whether nobody may put it into a table of compression (RFC 7541, section 7.1.3): what its sender said in HTTP/2.
    package var isSensitive = false

    package var nameRange: Range<Int> { Int(start)..<Int(nameEnd) }
    package var valueRange: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    var lineRange: Range<Int> { Int(start)..<Int(end) }

    /// The same line, where it begins elsewhere.
    func moved(to place: Int) -> FieldSpan {
        let place = UInt32(place)
        return FieldSpan(
            start: place, nameEnd: place + nameEnd - start, valueStart: place + valueStart - start,
            valueEnd: place + valueEnd - start, end: place + end - start, name: name, isKept: isKept,
            isSensitive: isSensitive)
    }
}

extension FieldSpan {
    /// Reads a field's line (RFC 9112, section 5).
    ///
    /// - Parameters:
    ///   - line: the line without its end, in `bytes`.
    ///   - end: behind the line's end.
    init(_ line: Range<Int>, end: Int, of bytes: UnsafeRawBufferPointer) throws(WireFault) {
        let text = UnsafeRawBufferPointer(rebasing: bytes[line])
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
            throw .malformed("a header line that is not a field")
        }
        let name = UnsafeRawBufferPointer(rebasing: text[..<colon])
        guard !name.isEmpty, ByteClass.isToken(name) else { throw .malformed("an invalid field name") }
        var (from, to) = (colon + 1, text.count)
        while from < to, isBlank(text[from]) { from += 1 }
        while to > from, isBlank(text[to - 1]) { to -= 1 }
        guard ByteClass.isText(UnsafeRawBufferPointer(rebasing: text[from..<to])) else {
            throw .malformed("a control character in a field")
        }
        start = UInt32(line.lowerBound)
        nameEnd = UInt32(line.lowerBound + colon)
        valueStart = UInt32(line.lowerBound + from)
        valueEnd = UInt32(line.lowerBound + to)
        self.end = UInt32(end)
        self.name = FieldName(name)
    }
}
