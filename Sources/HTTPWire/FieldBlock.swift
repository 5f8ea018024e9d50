package import NIOCore

/// The bytes of a head, or of trailers, and where its fields are in them. Values are bytes: nobody has made text of them.
///
/// Fields that stay behind are marked, not taken out: what goes on is copied, line by line, into the next head.
package struct FieldBlock: Sendable {
    /// The head as it came, its first line included.
    package private(set) var bytes: ByteBuffer
    package var spans: [FieldSpan]

    init(bytes: ByteBuffer, spans: [FieldSpan]) {
        self.bytes = bytes
        self.spans = spans
    }

    /// - Returns: whether there is a field of that name; not of ``FieldName/other``.
    package func contains(_ name: FieldName) -> Bool { spans.contains { $0.name == name } }

    package func first(_ name: FieldName) -> FieldSpan? { spans.first { $0.name == name } }

    /// A value as text, for those that are compared or told. Bytes that are no UTF-8 become replacement characters.
    package func text(_ span: FieldSpan) -> String { text(in: span.valueRange) }

    package func name(_ span: FieldSpan) -> String { text(in: span.nameRange) }

    package func text(_ name: FieldName) -> String? { first(name).map { text($0) } }

    /// The values of all fields of a name.
    package func texts(_ name: FieldName) -> [String] { spans.filter { $0.name == name }.map { text($0) } }

    /// The options in all fields of a name whose value is a list (RFC 9110, section 5.6.1), in lower case.
    package func options(_ name: FieldName) -> [String] {
        spans.filter { $0.name == name }.flatMap { span in
            text(span).split(separator: ",").map { $0.lowercased().trimmed }.filter { !$0.isEmpty }
        }
    }

    /// Adds a line behind the others.
    package mutating func append(_ name: StaticString, _ value: StaticString, named field: FieldName) {
        let start = UInt32(bytes.readableBytes)
        let nameEnd = start + UInt32(name.utf8CodeUnitCount)
        let valueStart = nameEnd + 2
        let valueEnd = valueStart + UInt32(value.utf8CodeUnitCount)
        bytes.writeStaticString(name)
        bytes.writeStaticString(": ")
        bytes.writeStaticString(value)
        bytes.writeStaticString("\r\n")
        spans.append(
            FieldSpan(
                start: start, nameEnd: nameEnd, valueStart: valueStart, valueEnd: valueEnd, end: valueEnd + 2,
                name: field))
    }

    /// What `Connection` says, where it says one word and that is one of these two, as it nearly always is.
    package enum ConnectionWord: Sendable {
        case close, keepAlive
    }

    package var connectionWord: ConnectionWord? {
        var found: ConnectionWord?
        for span in spans where span.name == .connection {
            guard found == nil else { return nil }
            if equals(span, "keep-alive") {
                found = .keepAlive
            } else if equals(span, "close") {
                found = .close
            } else {
                return nil
            }
        }
        return found
    }

    package func text(in range: Range<Int>) -> String {
        bytes.withUnsafeReadableBytes { String(decoding: $0[range], as: UTF8.self) }
    }

    /// Whether a field's value is that word, whatever its case.
    package func equals(_ span: FieldSpan, _ lower: StaticString) -> Bool {
        let wanted = UnsafeRawBufferPointer(start: lower.utf8Start, count: lower.utf8CodeUnitCount)
        return matches(span.valueRange, wanted)
    }

    /// Whether a field is of that name, which is in lower case.
    package func isNamed(_ span: FieldSpan, _ lower: [UInt8]) -> Bool {
        // Nearly all names differ in length already.
        span.nameRange.count == lower.count && matches(span.nameRange, lower)
    }

    /// Whether a field's value is, byte for byte, that one.
    package func hasValue(_ span: FieldSpan, _ value: [UInt8]) -> Bool {
        guard span.valueRange.count == value.count else { return false }
        return bytes.withUnsafeReadableBytes { $0[span.valueRange].elementsEqual(value) }
    }

    private func matches(_ range: Range<Int>, _ lower: some Collection<UInt8>) -> Bool {
        guard range.count == lower.count else { return false }
        return bytes.withUnsafeReadableBytes { zip($0[range], lower).allSatisfy { lowercase($0) == $1 } }
    }
}

/// The small letter for a capital of ASCII; any other byte as it is.
@inline(__always)
package func lowercase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

extension String {
    fileprivate var trimmed: String {
        guard let first = utf8.firstIndex(where: { !isBlank($0) }), let last = utf8.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }
}
