import Canvas

extension Line {
    /// Adds marks of ours, drawn as signs where the terminal has them: `->` an arrow, `.` and `=` the spans of a token's life.
    ///
    /// Never for the text of others, which stays the letters it is.
    mutating func add(marks: String, _ role: Role = .text) {
        add(marks.unicodeScalars.map { Self.signs[$0].map { Glyph($0) } ?? Glyph($0) }, role)
    }

    func adding(marks: String, _ role: Role = .text) -> Line {
        var line = self
        line.add(marks: marks, role)
        return line
    }

    private static let signs: [Unicode.Scalar: Glyph.Sign] = [
        "-": .horizontal, ">": .arrowHead, ".": .spent, "=": .good,
    ]
}
