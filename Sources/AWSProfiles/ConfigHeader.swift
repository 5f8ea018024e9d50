/// The words of a section's header: a kind such as `profile`, and a name.
struct ConfigHeader: Hashable {
    /// The first of several words; nil where there is one.
    let kind: String?
    /// All that follows the kind: a name may hold spaces, quoted or not.
    let name: String

    /// - Parameter content: a line that begins with `[`; a comment may follow the `]`.
    init?(_ content: ArraySlice<UInt8>) {
        let inner = content.dropFirst().drop(while: ConfigLine.isBlank)
        let word = inner.prefix { !ConfigLine.isBlank($0) }
        let rest = inner.dropFirst(word.count).drop(while: ConfigLine.isBlank)
        if let name = Self.quoted(inner) {
            self.init(kind: nil, name)
        } else if let name = Self.quoted(rest) {
            self.init(kind: ConfigLine.text(word), name)
        } else {
            self.init(bare: inner)
        }
    }

    /// A header without quotes ends with the `]` before the comment.
    private init?(bare inner: ArraySlice<UInt8>) {
        var text = inner.prefix { $0 != .hash && $0 != .semicolon }
        while let last = text.last, ConfigLine.isSpace(last) { text = text.dropLast() }
        guard text.last == .closeBracket else { return nil }
        let words = text.dropLast().split(maxSplits: 1, whereSeparator: ConfigLine.isBlank).map(ConfigLine.text)
        guard let first = words.first else { return nil }
        let name = words.last ?? first
        self.init(kind: words.count == 2 && !name.isEmpty ? first : nil, name.isEmpty ? first : name)
    }

    private init?(kind: String?, _ name: String) {
        guard !name.isEmpty else { return nil }
        self.kind = kind
        self.name = name
    }

    /// The name in quotes that `bytes` begin with, if the `]` follows; `#`, `;` and `]` are part of it.
    private static func quoted(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let quote = bytes.first, quote == .quote || quote == .apostrophe else { return nil }
        let name = bytes.dropFirst().prefix { $0 != quote }
        let rest = bytes.dropFirst(name.count + 1)
        guard rest.first == quote, rest.dropFirst().first(where: { !ConfigLine.isBlank($0) }) == .closeBracket else {
            return nil
        }
        return ConfigLine.text(name)
    }
}
