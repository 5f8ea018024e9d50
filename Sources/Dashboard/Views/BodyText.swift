import Canvas

/// Bytes of a body as lines: its own line breaks are kept, everything else that is not text is spelt out.
enum BodyText {
    static func lines(_ bytes: [UInt8], _ veil: Veil, indent: Int, width: Int) -> [Line] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).flatMap { bytes in
            let line = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
            let text = veil.foreign(Sanitizer.plain(bytes: line))
            return Line.wrapped(Line(String(repeating: " ", count: indent)), text, width: width)
        }
    }
}
