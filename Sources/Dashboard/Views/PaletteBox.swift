import Canvas

/// The matches of the command line, at the foot of the view: the line itself stands below them.
struct PaletteBox {
    private static let most = 8
    /// Room for the name of a key.
    private static let keyWidth = 8

    private let palette: Palette
    private let matches: [Palette.Match]

    /// nil if the palette is not open, or what is wrong with its line stands in the matches' place.
    init?(_ dashboard: Dashboard) {
        guard case .palette(let palette) = dashboard.dialog else { return nil }
        self.palette = palette
        matches = dashboard.matches(palette)
        if palette.complaint != nil, matches.isEmpty { return nil }
    }

    private var chosen: Int { min(palette.chosen, max(0, matches.count - 1)) }

    func draw(on canvas: inout Canvas, in region: Region) {
        let lines = lines(in: region)
        let top = region.row + region.rows - lines.count - 1
        canvas.putRule(row: top, columns: region.columnRange)
        for (offset, line) in lines.enumerated() {
            let row = top + 1 + offset
            canvas.fill(row: row, columns: region.columnRange)
            canvas.put(line.text, row: row, columns: region.columnRange)
            guard line.isChosen else { continue }
            if line.isFirst {
                canvas.select(row: row, columns: region.columnRange)
            } else {
                canvas.restyle(row: row, columns: region.columnRange) { $0.selection = .focused }
            }
        }
    }

    private struct MatchLine {
        let text: Line
        var isChosen = false
        var isFirst = true
    }

    /// A line for each match, those of the chosen one as many as it needs: it is always in sight, and told whole.
    private func lines(in region: Region) -> [MatchLine] {
        guard !matches.isEmpty else { return [MatchLine(text: Line("   nothing is called that", .dim))] }
        let room = max(1, region.rows - 2)
        let names = matches.map { Canvas.width(name($0)) }.max() ?? 0
        // Names give way to words, unless there is nothing to be said about them.
        let words = matches.map { Canvas.width($0.help) + Canvas.width($0.keys) }.max() ?? 0
        let most = max(region.columns / 2, region.columns - 4 - Self.keyWidth - words)
        let nameWidth = min(most, names + 2)
        let whole = whole(matches[chosen], nameWidth, region.columns - 1).prefix(room)
        let others = min(matches.count, Self.most, room - whole.count + 1) - 1
        let first = max(0, min(chosen - others, matches.count - others - 1))
        return (first...first + others).flatMap { index -> [MatchLine] in
            guard index == chosen else {
                return [MatchLine(text: head(matches[index], nameWidth).adding(matches[index].help, .dim))]
            }
            return whole.enumerated().map { MatchLine(text: $1, isChosen: true, isFirst: $0 == 0) }
        }
    }

    private func whole(_ match: Palette.Match, _ nameWidth: Int, _ width: Int) -> [Line] {
        Line.wrapped(head(match, nameWidth), match.help, .dim, width: width)
    }

    /// What stands before the words: the name, and a key.
    private func head(_ match: Palette.Match, _ nameWidth: Int) -> Line {
        var line = Line("   ")
        line.add(Canvas.fit(name(match), width: nameWidth - 1, cut: .middle))
        return line.padded(to: 3 + nameWidth).adding(match.keys, .key).padded(to: 3 + nameWidth + Self.keyWidth)
    }

    private func name(_ match: Palette.Match) -> String {
        match.argument.map { "\(match.line) \($0)" } ?? match.line
    }
}

extension Dashboard {
    /// The line that takes text, in the place of the context line; nil if there is none.
    var promptLine: PromptLine? {
        switch dialog {
        case .palette(let palette):
            let count = matches(palette).count
            let isArgument = palette.search.contains(" ")
            let note = Line(
                isArgument ? count.counted("choice") : "\(count) of \(commands.count.counted("command"))", .dim)
            return PromptLine(palette.editor, sign: ":", note: note, columns: 0..<size.columns)
        case .audience(let prompt):
            let sign = "audience for \(veil.host(prompt.host)):"
            let isRoomy = size.columns >= Layout.wide
            let note =
                isRoomy ? Line(prompt.isOverride ? "empty: as the settings say" : "for this session", .dim) : .empty
            return PromptLine(prompt.editor, sign: sign, note: note, columns: 0..<size.columns)
        default: return nil
        }
    }
}
