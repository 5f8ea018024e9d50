/// Text brought to a width.
extension Canvas {
    /// The number of cells that `text` takes once it has been cleaned.
    package static func width(_ text: String) -> Int {
        Sanitizer.glyphs(text).glyphs.reduce(0) { $0 + $1.width }
    }

    /// Which part of a text goes where there is not room for all of it.
    package enum Cut: Sendable {
        /// Keeps the beginning: `api.example~`.
        case end
        /// Keeps both ends: `/v1/ite~s/42`.
        case middle
    }

    /// The glyphs of `text`, cut to at most `width` cells, `~` standing where some were left out.
    package static func fit(_ text: String, width: Int, cut: Cut = .end) -> [Glyph] {
        let glyphs = Sanitizer.glyphs(text).glyphs
        let full = glyphs.reduce(0) { $0 + $1.width }
        guard full > width else { return glyphs }
        guard width > 1 else { return width == 1 ? [Glyph(.ellipsis)] : [] }
        switch cut {
        case .end: return take(glyphs, cells: width - 1) + [Glyph(.ellipsis)]
        case .middle:
            let tail = (width - 1) / 2
            let head = take(glyphs, cells: width - 1 - tail)
            let end = take(glyphs.reversed(), cells: tail)
            return head + [Glyph(.ellipsis)] + end.reversed()
        }
    }

    private static func take(_ glyphs: some Sequence<Glyph>, cells: Int) -> [Glyph] {
        var rest = cells
        var taken: [Glyph] = []
        for glyph in glyphs {
            guard glyph.width <= rest else { break }
            rest -= glyph.width
            taken.append(glyph)
        }
        return taken
    }
}
