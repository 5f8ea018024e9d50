import Canvas

/// The keys that work in the view behind it, read from the key table.
struct HelpScreen {
    /// A line of help: the keys of neighbouring bindings that say the same, and what they say.
    struct Entry: Equatable {
        let keys: String
        let text: String
        /// The first of the keys: what `Enter` presses.
        let key: Key
    }

    /// An entry in its column, the first of a group under the group's name.
    private struct Row {
        let title: String
        let entry: Entry
    }

    private let columns: [[Row]]
    private let search: String
    private let size: Canvas.Size
    private let body: Region

    init(_ dashboard: Dashboard) {
        let bindings = dashboard.workingBindings(in: dashboard.placeBelowHelp)
        search = dashboard.helpSearch.text
        size = dashboard.size
        body = dashboard.layout.body
        let left: Set<Binding.Group> = [.move, .list, .view]
        let halves = [true, false].map { isLeft -> [Row] in
            Binding.Group.allCases.filter { left.contains($0) == isLeft }.flatMap { group in
                Self.entries(bindings.filter { $0.group == group })
                    .filter { dashboard.helpSearch.matches($0, in: group) }.enumerated()
                    .map { Row(title: $0 == 0 ? group.rawValue : " ", entry: $1) }
            }
        }
        let isWide = Self.fit(halves, in: dashboard.size.columns)
        // Where a search leaves nothing on the left, the right column has its place.
        columns = (isWide ? halves : [halves.flatMap { $0 }]).filter { !$0.isEmpty }
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
            return Entry(keys: keys.joined(separator: " "), text: text, key: bindings[0].keys[0])
        }
    }

    /// Whether two columns stand beside each other without losing text.
    private static func fit(_ halves: [[Row]], in columns: Int) -> Bool {
        let last = halves.reduce((start: 1, end: 0)) { place, half in
            let width = lines(half).map(\.width).max() ?? 0
            return (next(after: place.start, width, in: columns), place.start + width)
        }
        return last.end <= columns
    }

    /// Where a column begins beside another one.
    private static func next(after start: Int, _ width: Int, in columns: Int) -> Int {
        max(start + width + 3, columns * 52 / 100)
    }

    private var rowsPerPage: Int { max(1, body.rows - 2) }
    private var longest: Int { columns.map(\.count).max() ?? 0 }
    var pages: Int { max(1, (longest + rowsPerPage - 1) / rowsPerPage) }

    /// The entries as they are read: page by page, the left column first. An entry's number is its place here.
    var entries: [Entry] { (0..<pages).flatMap { page in columns.flatMap { rows(of: $0, on: page) } }.map(\.entry) }

    private func rows(of column: [Row], on page: Int) -> ArraySlice<Row> {
        column.dropFirst(page * rowsPerPage).prefix(rowsPerPage)
    }

    /// The numbers of a page's entries.
    private func numbers(on page: Int) -> Range<Int> {
        let counts = (0...page).map { page in columns.reduce(0) { $0 + rows(of: $1, on: page).count } }
        let end = counts.reduce(0, +)
        return end - counts[page]..<end
    }

    func page(of entry: Int) -> Int { (0..<pages).first { numbers(on: $0).contains(entry) } ?? 0 }

    /// The entry to which a key leads from another.
    func entry(after entry: Int, by action: Action) -> Int {
        let page = page(of: entry)
        let next =
            switch action {
            case .up: entry - 1
            case .down: entry + 1
            case .pageUp: page > 0 ? numbers(on: page - 1).lowerBound : 0
            case .pageDown: page + 1 < pages ? numbers(on: page + 1).lowerBound : .max
            case .newest: Int.max
            default: 0
            }
        return max(0, min(next, entries.count - 1))
    }

    func draw(on canvas: inout Canvas, highlighting entry: Int) {
        let page = page(of: entry)
        var head = Line(" Help   ").adding("/", .key).adding(" searches   ").adding("Esc", .key).adding(" closes")
        if !search.isEmpty { head.add("   only with \"\(search)\"", .match) }
        if pages > 1 { head.addRight("PgDn  \(page + 1)/\(pages)", total: size.columns - 1) }
        canvas.put(head, row: body.row, columns: body.columnRange)
        canvas.putRule(row: body.row + 1, columns: body.columnRange)
        if longest == 0 { canvas.put(Line(" no key here does that"), row: body.row + 2, columns: body.columnRange) }
        var start = 1
        var highlighted = entry - numbers(on: page).lowerBound
        for column in columns {
            let lines = Self.lines(column)
            let shown = rows(of: column, on: page).count
            for (offset, line) in lines.dropFirst(page * rowsPerPage).prefix(rowsPerPage).enumerated() {
                let row = body.row + 2 + offset
                canvas.put(line, row: row, columns: start..<max(start, size.columns))
                if offset == highlighted {
                    canvas.select(row: row, columns: start - 1..<min(start + line.width + 1, size.columns))
                }
            }
            highlighted -= shown
            start = Self.next(after: start, lines.map(\.width).max() ?? 0, in: size.columns)
        }
    }

    /// A column of text as wide as what stands in it.
    private static func lines(_ rows: [Row]) -> [Line] {
        let keyWidth = (rows.map { Canvas.width($0.entry.keys) }.max() ?? 0) + 2
        return rows.map { row in
            Line(row.title, .dim).padded(to: 6)
                .adding(row.entry.keys, .key).padded(to: 6 + keyWidth).adding(row.entry.text)
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
