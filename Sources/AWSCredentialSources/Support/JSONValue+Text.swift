extension JSONValue {
    /// A document that could not be read again.
    struct TooLarge: Error {}

    /// - Returns: nil for anything that is not JSON in UTF-8 (RFC 8259), is longer than ``limit``, or is nested deeper
    ///   than 16 levels.
    init?(parsing bytes: [UInt8]) {
        guard bytes.count <= Self.limit, String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = JSONReader(bytes)
        do { self = try reader.document() } catch { return nil }
    }

    /// The document as text, members in the order of their names.
    ///
    /// - Throws: for one that is longer than ``limit``.
    func encoded() throws(TooLarge) -> [UInt8] {
        var text: [UInt8] = []
        write(to: &text)
        guard text.count <= Self.limit else { throw TooLarge() }
        return text
    }

    private func write(to text: inout [UInt8]) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let value): text += (value ? "true" : "false").utf8
        case .number(let literal): text += literal.utf8
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            text.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                value.write(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.write(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ value: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case 0x0A: text += "\\n".utf8
            case 0..<0x20: text += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
