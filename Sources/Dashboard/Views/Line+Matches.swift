import Canvas

extension Line {
    /// The same with every occurrence of a text marked as found; in any case, unless it has a capital itself.
    func marking(_ text: String) -> Line {
        let isExact = text.contains { $0.isUppercase }
        let wanted = text.unicodeScalars.map { Self.folded($0, isExact) }
        let glyphs = pieces.flatMap { piece in piece.glyphs.map { ($0, piece.role) } }
        let scalars = glyphs.map { Self.folded($0.0.scalars[0], isExact) }
        guard !wanted.isEmpty, scalars.count >= wanted.count else { return self }
        var line = Line()
        var end = 0
        for (index, (glyph, role)) in glyphs.enumerated() {
            if index >= end, scalars[index...].starts(with: wanted) { end = index + wanted.count }
            line.add([glyph], index < end ? .match : role)
        }
        return line
    }

    private static func folded(_ scalar: Unicode.Scalar, _ isExact: Bool) -> Unicode.Scalar {
        guard !isExact else { return scalar }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        return lower.count == 1 ? lower.first ?? scalar : scalar
    }
}
