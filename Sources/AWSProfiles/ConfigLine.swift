/// One line of a shared file, by itself (AWS SDKs and Tools Reference Guide, *Shared config and credentials files*).
///
/// Works on bytes: a line may hold anything, and a combining character after a `#` must not hide it.
enum ConfigLine: Equatable {
    /// `[name]`, or `[kind name]`; nil for an opening bracket at the start of a line that begins no header.
    case header(ConfigHeader?)
    /// `key = value`, with the number of spaces and tabs before it.
    case property(indent: Int, key: String, value: String)
    /// Anything else that says something.
    case text(indent: Int, String)

    /// - Returns: nil for an empty line and for a comment.
    init?(_ line: ArraySlice<UInt8>) {
        let content = line.drop(while: Self.isBlank)
        let indent = line.count - content.count
        guard let first = content.first(where: { !Self.isSpace($0) }), first != .hash, first != .semicolon else {
            return nil
        }
        let header = first == .openBracket ? ConfigHeader(content) : nil
        if header != nil || (first == .openBracket && indent == 0) {
            self = .header(header)
        } else if let (key, value) = Self.property(Self.withoutComment(content)) {
            self = .property(indent: indent, key: key, value: value)
        } else {
            self = .text(indent: indent, Self.text(Self.withoutComment(content)))
        }
    }

    /// Splits at the first `=` or `:`, whichever comes first.
    private static func property(_ content: ArraySlice<UInt8>) -> (key: String, value: String)? {
        guard let separator = content.firstIndex(where: { $0 == .equals || $0 == .colon }) else { return nil }
        let key = text(content[..<separator])
        guard !key.isEmpty else { return nil }
        return (key.lowercased(), unquoted(text(content[content.index(after: separator)...])))
    }

    /// Without what follows white space and a `#` or `;`. Go keeps such a comment in an indented line; a value that
    /// needs one there is not known.
    private static func withoutComment(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var previous: UInt8 = 0
        let end = content.firstIndex { byte in
            defer { previous = byte }
            return (byte == .hash || byte == .semicolon) && isBlank(previous)
        }
        return content[..<(end ?? content.endIndex)]
    }

    /// Without the quotes round the whole. Quotes round single words of a command line are its own, which Go forgets.
    private static func unquoted(_ text: String) -> String {
        let bytes = text.utf8
        guard bytes.count >= 2, let quote = bytes.first, quote == .quote || quote == .apostrophe, bytes.last == quote
        else { return text }
        let inner = bytes.dropFirst().dropLast()
        return inner.contains(quote) ? text : String(decoding: inner, as: UTF8.self)
    }

    /// The bytes as text, without the spaces at both ends.
    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var rest = bytes.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest = rest.dropLast() }
        return String(decoding: rest, as: UTF8.self)
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == .space || byte == .tab }

    /// Blank, or the other half of a line end.
    static func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == .carriageReturn }
}

extension ConfigLine: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The kind alone: a line may hold anything.
    var description: String {
        switch self {
        case .header: "header"
        case .property: "property"
        case .text: "text"
        }
    }

    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension UInt8 {
    static let space = UInt8(ascii: " "), tab = UInt8(ascii: "\t"), carriageReturn = UInt8(ascii: "\r")
    static let newline = UInt8(ascii: "\n"), hash = UInt8(ascii: "#"), semicolon = UInt8(ascii: ";")
    static let equals = UInt8(ascii: "="), colon = UInt8(ascii: ":")
    static let quote = UInt8(ascii: "\""), apostrophe = UInt8(ascii: "'")
    static let openBracket = UInt8(ascii: "["), closeBracket = UInt8(ascii: "]")
}
