/// The extensions of a chunk (RFC 9112, section 7.1.1). They mean nothing here and stay behind; what is none is refused, as
/// others refuse it.
enum ChunkExtensions {
    /// Whether the bytes after a chunk's size are `;name`, `;name=token` or `;name="text"`, any number of times, with blanks
    /// before and behind `;` and `=`, which have to be put up with (RFC 9110, section 5.6.3). Behind the last of them there are
    /// none.
    static func areWellFormed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            guard take(UInt8(ascii: ";"), from: &rest), takeToken(&rest) else { return false }
            guard take(UInt8(ascii: "="), from: &rest) else { continue }
            guard rest.first == UInt8(ascii: "\"") ? takeQuoted(&rest) : takeToken(&rest) else { return false }
        }
        return true
    }

    /// Takes a mark with the blanks around it; nothing where it does not come next.
    private static func take(_ mark: UInt8, from rest: inout Slice<UnsafeRawBufferPointer>) -> Bool {
        let behind = rest.drop { isBlank($0) }
        guard behind.first == mark else { return false }
        rest = behind.dropFirst().drop { isBlank($0) }
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

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
