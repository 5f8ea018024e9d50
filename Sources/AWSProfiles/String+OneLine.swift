extension String {
    /// The text with a space in the place of each line break and what stands round it, cut to `limit` characters.
    ///
    /// For messages: a value of the shared files may go on in further lines, and a file's name may hold any byte.
    package func oneLine(limit: Int = 2_000) -> String {
        let lines = unicodeScalars.split { Self.lineBreaks.contains($0) }
        let whole =
            lines.count <= 1 && !unicodeScalars.contains(where: Self.lineBreaks.contains)
            ? self : lines.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
        return whole.count <= limit ? whole : whole.prefix(limit) + "…"
    }

    /// A value as a message quotes it: one line of 200 characters at most.
    package var excerpt: String { oneLine(limit: 200) }

    /// The text as one word of a POSIX shell, in quotes where it needs them.
    package var asShellWord: String {
        guard isEmpty || hasPrefix("-") || !utf8.allSatisfy(Self.isPlain) else { return self }
        return "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }

    private static let lineBreaks: Set<Unicode.Scalar> = [
        "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}",
    ]

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "_@%+=:,./-".utf8.contains(byte)
        }
    }
}
