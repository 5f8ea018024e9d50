/// The one way by which text from elsewhere reaches a terminal.
///
/// Header values, paths, bodies, claims and the messages of AWS are all hostile: a carriage return rewrites a line, an escape
/// sequence the whole screen (CVE-2021-25743), a right-to-left override turns a file name round. Nothing that leaves here has a
/// control, format or zero-width character in it, and each glyph's width is known.
package enum Sanitizer {
    /// How much room there is for saying what was there.
    package enum Place: Sendable {
        /// A table's cell: one substitute for a control character, nothing for an invisible one.
        case cell
        /// A detail view or a log line: spelt out as `\x1b` or `<U+202E>`.
        case detail
    }

    /// - Parameter text: anything at all.
    /// - Returns: the glyphs to draw; `wasCleaned` says whether anything was left out or replaced.
    package static func glyphs(_ text: String, for place: Place = .cell) -> (glyphs: [Glyph], wasCleaned: Bool) {
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(text.utf8.count)
        var wasCleaned = false
        for scalar in text.unicodeScalars {
            if (0x20...0x7E).contains(scalar.value) {
                glyphs.append(Glyph(scalar))
                continue
            }
            switch TextWidth(scalar) {
            case .one: glyphs.append(Glyph(scalar))
            case .two: glyphs.append(Glyph(scalar, width: 2))
            case .zero:
                if let last = glyphs.last, !last.isSubstitute, last.scalars.count < 3, !isVariationSelector(scalar) {
                    glyphs[glyphs.count - 1] = Glyph(
                        last.scalars[0], marks: last.scalars.dropFirst() + [scalar], width: last.width)
                } else {
                    // How an emoji is to look is no part of what a cell says; behind a letter it hides something.
                    if place == .detail || !isEmojiStyle(scalar, on: glyphs.last) { wasCleaned = true }
                    if place == .detail { glyphs += spelt(scalar) }
                }
            case .unknown:
                wasCleaned = true
                switch place {
                case .detail: glyphs += spelt(scalar)
                case .cell where isInvisible(scalar): break
                case .cell: glyphs.append(.substitute)
                }
            }
        }
        return (glyphs, wasCleaned)
    }

    /// Whether a cell shows less than there is: something invisible was left out of it, or something replaced.
    package static func cleans(_ text: String) -> Bool {
        !text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && glyphs(text).wasCleaned
    }

    /// The same as a string, for log lines and plain output. Line feeds are spelt out like everything else.
    package static func plain(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return text }
        var result = String.UnicodeScalarView()
        for glyph in glyphs(text, for: .detail).glyphs { result.append(contentsOf: glyph.scalars) }
        return String(result)
    }

    /// Bytes that may be no UTF-8 at all: each byte that does not fit is spelt `\xff`, the rest is cleaned as text.
    package static func plain(bytes: some Sequence<UInt8>) -> String {
        var rest = Array(bytes)[...]
        var result = ""
        var text = ""
        while let first = rest.first {
            // Only the length of a character that is whole and valid; String is the judge of that.
            let candidate = rest.prefix(utf8Length(lead: first))
            if let character = String(validating: candidate, as: UTF8.self) {
                text += character
                rest.removeFirst(candidate.count)
            } else {
                result += plain(text) + "\\x" + hex(UInt32(first), digits: 2)
                text = ""
                rest.removeFirst()
            }
        }
        return result + plain(text)
    }

    private static func utf8Length(lead: UInt8) -> Int {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }

    private static func spelt(_ scalar: Unicode.Scalar) -> [Glyph] {
        let text =
            switch scalar.value {
            case 0x09: "\\t"
            case 0x0A: "\\n"
            case 0x0D: "\\r"
            case ..<0xA0: "\\x" + hex(scalar.value, digits: 2)
            default: "<U+" + hex(scalar.value, digits: 4).uppercased() + ">"
            }
        return text.unicodeScalars.map { Glyph($0, isSubstitute: true) }
    }

    /// Characters that show nothing themselves: dropped from a cell, since a substitute would suggest a letter.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format || scalar.properties.isDefaultIgnorableCodePoint
    }

    private static func isEmojiStyle(_ scalar: Unicode.Scalar, on glyph: Glyph?) -> Bool {
        guard (0xFE0E...0xFE0F).contains(scalar.value), let base = glyph?.scalars.first else { return false }
        return base.properties.isEmoji && !base.isASCII
    }

    private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
        (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
            || (0x180B...0x180F).contains(scalar.value)
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
