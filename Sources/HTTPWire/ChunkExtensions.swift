/// The extensions of a chunk (RFC 9112, section 7.1.1). They mean nothing here and stay behind; what is none is refused, as
/// others refuse it.
enum ChunkExtensions {
    /// Whether the bytes after a chunk's size are `;name`, `;name=token` or `;name="text"`, any number of times. The blanks that
    /// the grammar puts up with from bad senders are not among them.
    static func areWellFormed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            guard rest.popFirst() == UInt8(ascii: ";"), takeToken(&rest) else { return false }
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest.removeFirst()
            guard rest.first == UInt8(ascii: "\"") ? takeQuoted(&rest) : takeToken(&rest) else { return false }
        }
        return true
    }

    private static func takeToken(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Bool {
        let token = rest.prefix { ByteClass.token[Int($0)] }
        rest = rest[token.endIndex...]
        return !token.isEmpty
    }

    /// From one quote to the next that no backslash stands before.
    private static func takeQuoted(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Bool {
        rest.removeFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst(), isText(escaped) else { return false }
            default:
                guard isText(byte) else { return false }
            }
        }
        return false
    }

    private static func isText(_ byte: UInt8) -> Bool { (byte >= 0x20 && byte != 0x7F) || byte == UInt8(ascii: "\t") }
}
