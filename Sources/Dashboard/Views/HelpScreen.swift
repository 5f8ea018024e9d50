import Canvas

/// The keys that work in the view behind it, read from the key table.
struct HelpScreen {
    /// A line of help: the keys of neighbouring bindings that say the same, and what they say.
    struct Entry: Equatable {
        let keys: String
        let text: String
    }

    private struct Section {
        let group: Binding.Group
        let entries: [Entry]
    }

    private let sections: [Section]
    private let search: String
    private let size: Canvas.Size
    private let body: Region

    init(_ dashboard: Dashboard) {
        let bindings = dashboard.workingBindings(in: dashboard.placeBelowHelp)
        search = dashboard.helpSearch.text
        size = dashboard.size
        body = dashboard.layout.body
        sections = Binding.Group.allCases.compactMap { group in
            let entries = Self.entries(bindings.filter { $0.group == group })
                .filter { dashboard.helpSearch.matches($0, in: group) }
            return entries.isEmpty ? nil : Section(group: group, entries: entries)
        }
    }

    /// Neighbours with the same text share an entry, their first keys before their second ones.
    static func entries(_ bindings: [Binding]) -> [Entry] {
        var grouped: [(text: String, bindings: [Binding])] = []
        for binding in bindings {
            if let index = grouped.firstIndex(where: { $0.text == binding.help }) {
                grouped[index].bindings.append(binding)
            } else {
                grouped.append((binding.help, [binding]))
            }
        }
        return grouped.map { text, bindings in
            let most = bindings.map(\.keys.count).max() ?? 0
            let keys = (0..<most).flatMap { rank in
                bindings.compactMap { rank < $0.keys.count ? $0.keys[rank].short : nil }
            }
            return Entry(keys: keys.joined(separator: " "), text: text)
        }
    }

    /// Two columns of text, each as wide as what stands in it.
    private var columns: [[Line]] {
        let left: Set<Binding.Group> = [.move, .list, .view]
        return [
            Self.column(sections.filter { left.contains($0.group) }),
            Self.column(sections.filter { !left.contains($0.group) }),
        ]
    }

    private static func column(_ sections: [Section]) -> [Line] {
        let keyWidth = (sections.flatMap(\.entries).map { Canvas.width($0.keys) }.max() ?? 0) + 2
        return sections.flatMap { section in
            section.entries.enumerated().map { index, entry in
                Line(index == 0 ? section.group.rawValue : " ", .dim).padded(to: 6)
                    .adding(entry.keys, .key).padded(to: 6 + keyWidth).adding(entry.text)
            }
        }
    }

    private var rowsPerPage: Int { max(1, body.rows - 2) }
    var pages: Int { max(1, ((columns.map(\.count).max() ?? 0) + rowsPerPage - 1) / rowsPerPage) }

    func draw(on canvas: inout Canvas, page: Int) {
        var head = Line(" Help   ").adding("/", .key).adding(" searches   ").adding("Esc", .key).adding(" closes")
        if !search.isEmpty { head.add("   only with \"\(search)\"", .match) }
        if pages > 1 { head.addRight("PgDn  \(page + 1)/\(pages)", total: size.columns - 1) }
        canvas.put(head, row: body.row, columns: body.columnRange)
        canvas.putRule(row: body.row + 1, columns: body.columnRange)
        if sections.isEmpty { canvas.put(Line(" no key here does that"), row: body.row + 2, columns: body.columnRange) }
        var start = 1
        for column in columns {
            for (offset, line) in column.dropFirst(page * rowsPerPage).prefix(rowsPerPage).enumerated() {
                canvas.put(line, row: body.row + 2 + offset, columns: start..<max(start, size.columns))
            }
            start = max(start + (column.map(\.width).max() ?? 0) + 3, size.columns * 52 / 100)
        }
    }
}

extension Key {
    /// The name in the fewest letters that are still read as a key.
    fileprivate var short: String {
        if case .control(let character) = self { return "^\(character)" }
        return name
    }
}

extension Dashboard {
    /// The place whose keys a help screen is about.
    var placeBelowHelp: Place {
        if case .help = dialog { placeBelowDialog } else { place }
    }

    /// Where keys would land without the dialog that stands over it.
    var placeBelowDialog: Place {
        var below = self
        below.dialog = nil
        return below.place
    }
}
