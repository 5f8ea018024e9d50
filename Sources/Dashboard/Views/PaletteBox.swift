import Canvas

/// The matches of the command line, at the foot of the view: the line itself stands below them.
struct PaletteBox {
    private static let most = 8

    private let palette: Palette
    private let matches: [Palette.Match]

    /// nil if the palette is not open, or what is wrong with its line stands in the matches' place.
    init?(_ dashboard: Dashboard) {
        guard case .palette(let palette) = dashboard.dialog else { return nil }
        self.palette = palette
        matches = dashboard.matches(palette)
        if palette.complaint != nil, matches.isEmpty { return nil }
    }

    func draw(on canvas: inout Canvas, in region: Region) {
        let rows = min(max(1, matches.count), Self.most, max(1, region.rows - 2))
        let top = region.row + region.rows - rows - 1
        canvas.putRule(row: top, columns: region.columnRange)
        for row in 0..<rows { canvas.fill(row: top + 1 + row, columns: region.columnRange) }
        guard !matches.isEmpty else {
            return canvas.put(Line("   nothing is called that", .dim), row: top + 1, columns: region.columnRange)
        }
        // The chosen one is always in sight.
        let first = max(0, min(palette.chosen - rows + 1, matches.count - rows))
        let nameWidth = min(region.columns / 2, (matches.map { name($0).count }.max() ?? 0) + 2)
        for (offset, match) in matches.dropFirst(first).prefix(rows).enumerated() {
            let row = top + 1 + offset
            var line = Line("   ").adding(name(match)).padded(to: 3 + nameWidth)
            line = line.adding(match.keys, .key).padded(to: 3 + nameWidth + 8).adding(match.help, .dim)
            canvas.put(line, row: row, columns: region.columnRange)
            if first + offset == palette.chosen { canvas.select(row: row, columns: region.columnRange) }
        }
    }

    private func name(_ match: Palette.Match) -> String {
        match.argument.map { "\(match.line) \(String($0.prefix(24)))" } ?? match.line
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
