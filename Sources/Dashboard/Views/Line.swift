import Canvas

/// A line of a view: pieces of text, each with what it means, cleaned when they are put in.
struct Line: Sendable, Equatable {
    struct Piece: Sendable, Equatable {
        let glyphs: [Glyph]
        let role: Role
    }

    private(set) var pieces: [Piece] = []
    /// In cells.
    private(set) var width = 0

    static let empty = Line()

    init() {}

    init(_ text: String, _ role: Role = .text) {
        add(text, role)
    }

    /// Adds text, in which anything unfit to be shown is spelt out.
    mutating func add(_ text: String, _ role: Role = .text) {
        add(Sanitizer.glyphs(text, for: .detail).glyphs, role)
    }

    mutating func add(_ glyphs: [Glyph], _ role: Role = .text) {
        guard !glyphs.isEmpty else { return }
        pieces.append(Piece(glyphs: glyphs, role: role))
        width += glyphs.reduce(0) { $0 + $1.width }
    }

    /// Blanks up to a column; at least one, so that what follows stays apart.
    mutating func pad(to column: Int) {
        add(String(repeating: " ", count: max(width == 0 ? 0 : 1, column - width)))
    }

    /// Text at the right end of a line of `total` cells, if there is room for it and two blanks before.
    ///
    /// - Returns: whether there was.
    @discardableResult
    mutating func addRight(_ text: String, _ role: Role = .text, total: Int) -> Bool {
        let needed = Canvas.width(text)
        guard needed > 0, width + 2 + needed <= total else { return false }
        pad(to: total - needed)
        add(text, role)
        return true
    }

    func adding(_ text: String, _ role: Role = .text) -> Line {
        var line = self
        line.add(text, role)
        return line
    }

    func adding(_ other: Line) -> Line {
        other.pieces.reduce(into: self) { $0.add($1.glyphs, $1.role) }
    }

    func padded(to column: Int) -> Line {
        var line = self
        line.pad(to: column)
        return line
    }

    /// The same in at most so many cells; `~` stands where something had to go.
    func cut(to limit: Int) -> Line {
        guard width > limit else { return self }
        var line = Line()
        for piece in pieces {
            for glyph in piece.glyphs {
                guard line.width + glyph.width < limit else {
                    line.add([Glyph(.ellipsis)], piece.role)
                    return line
                }
                line.add([glyph], piece.role)
            }
        }
        return line
    }

    /// What it says, without roles.
    var text: String {
        var scalars = String.UnicodeScalarView()
        for piece in pieces { for glyph in piece.glyphs { scalars.append(contentsOf: glyph.scalars) } }
        return String(scalars)
    }
}

extension Line {
    /// Lines of at most `width` cells: `head`, then the text, broken at blanks where possible; later lines indented
    /// to where it began.
    static func wrapped(_ head: Line, _ text: String, _ role: Role = .text, width: Int, indent: Int? = nil) -> [Line] {
        let indent = min(indent ?? head.width, max(0, width - 8))
        let room = max(8, width - indent)
        var rest = Sanitizer.glyphs(text, for: .detail).glyphs[...]
        var lines: [Line] = []
        var line = head
        repeat {
            let taken = prefix(of: rest, cells: lines.isEmpty ? max(8, width - head.width) : room)
            line.add(Array(taken), role)
            rest = rest.dropFirst(taken.count)
            lines.append(line)
            line = Line(String(repeating: " ", count: indent))
            if !rest.isEmpty { rest = rest.drop { $0 == .blank } }
        } while !rest.isEmpty
        return lines
    }

    /// As many glyphs as fit, up to and including the last blank if the text goes on behind them.
    private static func prefix(of glyphs: ArraySlice<Glyph>, cells: Int) -> ArraySlice<Glyph> {
        var used = 0
        var end = glyphs.startIndex
        while end < glyphs.endIndex, used + glyphs[end].width <= cells {
            used += glyphs[end].width
            end += 1
        }
        guard end < glyphs.endIndex, glyphs[end] != .blank, end > glyphs.startIndex else {
            return glyphs[glyphs.startIndex..<max(end, min(glyphs.startIndex + 1, glyphs.endIndex))]
        }
        // A break that would leave less than half a line is worse than one inside a word.
        let half = glyphs.startIndex + (end - glyphs.startIndex) / 2
        let blank = glyphs[half..<end].lastIndex(of: .blank)
        return glyphs[glyphs.startIndex..<(blank.map { $0 + 1 } ?? end)]
    }
}
