import Canvas

extension CursesTerminal {
    /// The most that terminals take in one sequence (xterm's limit), in encoded bytes.
    package static let clipboardLimit = 74_994

    /// Whether a terminal of this type can be handed a clipboard text: the Linux console and the VT family would print it.
    package static func takesClipboard(environment: [String: String]) -> Bool {
        let term = environment["TERM", default: ""]
        return !term.isEmpty && term != "dumb" && term != "linux" && !term.hasPrefix("vt")
    }

    /// Asks the terminal to put a text on the clipboard (OSC 52). Whether it does, nobody is told.
    ///
    /// - Returns: false if the text is too long for it; then nothing was sent.
    package func setClipboard(_ text: String) -> Bool {
        let encoded = Base64.encode(text.utf8)
        guard encoded.utf8.count <= Self.clipboardLimit else { return false }
        order { $0.sequences.append("\u{1B}]52;c;\(encoded)\u{07}") }
        return true
    }

    /// Shows a text on the normal screen until a key is pressed. Canvases wait meanwhile.
    package func dump(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // Whoever made it has cleaned it already: this is for those who did not.
        let clean = lines.map { Sanitizer.plain(String($0)) }.joined(separator: "\n")
        order { $0.dump = clean + "\n-- any key returns --" }
    }
}
