extension Glyph {
    /// A glyph that we draw ourselves and that looks better than any letter where the terminal has it. Text from elsewhere
    /// never becomes one.
    package enum Sign: UInt8, Sendable, Hashable, CaseIterable {
        /// Something was left out here.
        case ellipsis
        case horizontal, vertical
        case topLeft, topRight, bottomLeft, bottomRight
        /// The end of an arrow, whose shaft is ``horizontal``.
        case arrowHead
        /// A span of a token's life that is over, and one that is not.
        case spent, good
        /// A cell of a fuse that is whole, and those of which so many eighths are left.
        case whole, eighth1, eighth2, eighth3, eighth4, eighth5, eighth6, eighth7

        /// - Parameter eighths: what is left of a cell of a fuse, 1 to 8.
        package init(eighths: Int) {
            let parts: [Sign] = [.eighth1, .eighth2, .eighth3, .eighth4, .eighth5, .eighth6, .eighth7]
            self = eighths < 8 ? parts[max(0, eighths - 1)] : .whole
        }

        /// What stands for it in ASCII; this is what a canvas says of it, whatever is drawn.
        package var letter: Unicode.Scalar {
            switch self {
            case .ellipsis: "~"
            case .horizontal: "-"
            case .vertical: "|"
            case .topLeft, .topRight, .bottomLeft, .bottomRight: "+"
            case .arrowHead: ">"
            case .spent: "."
            case .good, .whole, .eighth1, .eighth2, .eighth3, .eighth4, .eighth5, .eighth6, .eighth7: "="
            }
        }

        /// One cell wide, save where ambiguous glyphs are two.
        package var drawn: Unicode.Scalar {
            switch self {
            case .ellipsis: "\u{2026}"
            case .horizontal: "\u{2500}"
            case .vertical: "\u{2502}"
            case .topLeft: "\u{250C}"
            case .topRight: "\u{2510}"
            case .bottomLeft: "\u{2514}"
            case .bottomRight: "\u{2518}"
            case .arrowHead: "\u{2192}"
            case .spent: "\u{00B7}"
            case .good: "\u{2550}"
            case .whole: "\u{2588}"
            case .eighth1: "\u{2581}"
            case .eighth2: "\u{2582}"
            case .eighth3: "\u{2583}"
            case .eighth4: "\u{2584}"
            case .eighth5: "\u{2585}"
            case .eighth6: "\u{2586}"
            case .eighth7: "\u{2587}"
            }
        }
    }

    package init(_ sign: Sign) { self.init(sign.letter, sign: sign) }
}
