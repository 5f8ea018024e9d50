/// What `--glyphs` says.
package enum GlyphMode: String, Sendable, CaseIterable {
    case auto, ascii, utf8

    /// Whether lines and marks may be drawn with more than ASCII has.
    ///
    /// - Parameters:
    ///   - isUTF8: whether the locale has bytes for them.
    ///   - locale: its name. Terminals of Chinese, Japanese and Korean users commonly draw such glyphs two cells wide (East
    ///     Asian Ambiguous, Unicode Standard Annex 11), which shears the row.
    package func usesSigns(isUTF8: Bool, locale: String) -> Bool {
        switch self {
        case .ascii: false
        case .utf8: isUTF8
        case .auto: isUTF8 && !["zh", "ja", "ko"].contains(String(locale.prefix(2)))
        }
    }
}
