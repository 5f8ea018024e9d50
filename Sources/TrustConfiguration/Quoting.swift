/// Strings of others within the languages of others: whatever is in them, they stay one string.
enum Quoting {
    /// One word of a POSIX shell (POSIX.1-2024, XCU 2.2.2). A newline is kept, as it has no other meaning between single quotes.
    static func shell(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.utf8.allSatisfy { plain.contains($0) }
        return isPlain ? value : "'" + value.replacing("'", with: #"'\''"#) + "'"
    }

    /// A string literal of Snowflake's, in which backslashes escape, too (Snowflake SQL reference, *String & binary data types*).
    static func sql(_ value: String) -> String {
        "'"
            + value.replacing("\\", with: "\\\\").replacing("'", with: "''").replacing("\n", with: "\\n").replacing(
                "\r", with: "\\r") + "'"
    }

    /// A double-quoted scalar (YAML 1.2.2, section 7.3.1).
    static func yaml(_ value: String) -> String { quoted(value) { "\\U" + hex($0.value, digits: 8) } }

    /// A string literal of the Common Expression Language (its specification, *String and bytes values*).
    static func cel(_ value: String) -> String { quoted(value) { "\\U" + hex($0.value, digits: 8) } }

    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@%+,".utf8)

    private static func quoted(_ value: String, escape: (Unicode.Scalar) -> String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default: text += isVisible(scalar) ? String(scalar) : escape(scalar)
            }
        }
        return text + "\""
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return (0x20...0x7E).contains(scalar.value) }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
