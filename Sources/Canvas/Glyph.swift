/// What one cell shows: a base scalar with at most two combining marks, and the number of cells it takes.
package struct Glyph: Sendable, Hashable {
    /// The base, then its marks; never empty.
    package let scalars: [Unicode.Scalar]
    /// 1 or 2.
    package let width: Int
    /// It stands for something that was not fit to be shown.
    package let isSubstitute: Bool
    /// What it is drawn as where the terminal has that; nil for text.
    package let sign: Sign?

    package init(
        _ scalar: Unicode.Scalar, marks: [Unicode.Scalar] = [], width: Int = 1, isSubstitute: Bool = false,
        sign: Sign? = nil
    ) {
        self.scalars = [scalar] + marks
        self.width = width
        self.isSubstitute = isSubstitute
        self.sign = sign
    }

    package static let blank = Glyph(" ")
    package static let substitute = Glyph("?", isSubstitute: true)
}
