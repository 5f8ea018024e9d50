import Canvas

/// The keys that work in the view behind it, read from the key table; then the commands that have no key, and what filters and
/// marks mean.
struct HelpScreen {
    /// An entry in its column, the first of a group under the group's name.
    private struct Row {
        let title: String
        let entry: HelpEntry
    }

    /// The rows of a column that one page shows, and their lines.
    private struct Column {
        let start: Int
        /// Where the keys begin, within the line.
        let keysStart: Int
        let rows: ArraySlice<Row>
        let lines: ArraySlice<Line>
    }

    private struct Page {
        /// What it is about, for the page before it.
        let subject: String
        let columns: [Column]

        var entries: [HelpEntry] { columns.flatMap { $0.rows.map(\.entry) } }
    }

    private let sheets: [Page]
    private let search: HelpSearch
    private let body: Region
    private let keymap: Keymap

    init(_ dashboard: Dashboard) {
        search = dashboard.helpSearch
        body = dashboard.layout.body
        keymap = dashboard.keymap
        let search = search
        let bindings = dashboard.workingBindings(in: dashboard.placeBelowHelp)
        let left: Set<Binding.Group> = [.move, .list, .view]
        let keys = [true, false].map { isLeft -> [Row] in
            Binding.Group.allCases.filter { left.contains($0) == isLeft }.flatMap { group in
                Self.rows(group.rawValue, HelpEntry.entries(bindings.filter { $0.group == group }), search)
            }
        }
        let notes = [HelpNotes.filters, HelpNotes.marks].map { groups in
            groups.flatMap { Self.rows($0.title, $0.entries, search) }
        }
        let commands = [Self.rows("Command", HelpNotes.commands(dashboard), search)]
        sheets =
            Self.pages(keys, subject: "keys", in: body) + Self.pages(commands, subject: "commands", in: body)
            + Self.pages(notes, subject: "filters and marks", in: body)
    }

    private static func rows(_ title: String, _ entries: [HelpEntry], _ search: HelpSearch) -> [Row] {
        entries.filter { search.matches($0, in: title) }.enumerated()
            .map { Row(title: $0 == 0 ? title : " ", entry: $1) }
    }

    // MARK: - Pages

    /// Two columns beside each other where they fit without losing text, or else one, as many rows a page as there is room for.
    private static func pages(_ halves: [[Row]], subject: String, in body: Region) -> [Page] {
        let isWide = fit(halves, in: body.columns)
        // Where a search leaves nothing on the left, the right column has its place.
        let columns = (isWide ? halves : [halves.flatMap { $0 }]).filter { !$0.isEmpty }
        let height = max(1, body.rows - 2)
        let longest = columns.map(\.count).max() ?? 0
        return stride(from: 0, to: longest, by: height).map { first in
            var start = 1
            let shown = columns.map { rows -> Column in
                let (lines, keysStart) = lines(rows)
                defer { start = next(after: start, lines, in: body.columns) }
                return Column(
                    start: start, keysStart: keysStart, rows: rows.dropFirst(first).prefix(height),
                    lines: lines.dropFirst(first).prefix(height))
            }
            return Page(subject: subject, columns: shown)
        }
    }

    /// Whether two columns stand beside each other without losing text.
    private static func fit(_ halves: [[Row]], in columns: Int) -> Bool {
        let last = halves.reduce((start: 1, end: 0)) { place, half in
            let lines = lines(half).lines
            return (next(after: place.start, lines, in: columns), place.start + width(lines))
        }
        return last.end <= columns
    }

    private static func width(_ lines: [Line]) -> Int { lines.map(\.width).max() ?? 0 }

    /// Where a column begins beside another one.
    private static func next(after start: Int, _ lines: [Line], in columns: Int) -> Int {
        max(start + width(lines) + 3, columns * 52 / 100)
    }

    /// A column of text as wide as what stands in it.
    private static func lines(_ rows: [Row]) -> (lines: [Line], keysStart: Int) {
        let titleWidth = max(6, (rows.map { Canvas.width($0.title) }.max() ?? 0) + 2)
        let keyWidth = (rows.map { Canvas.width($0.entry.keys) }.max() ?? 0) + 2
        let lines = rows.map { row in
            Line(row.title, .dim).padded(to: titleWidth)
                .adding(row.entry.keys, .key).padded(to: titleWidth + keyWidth).adding(row.entry.text)
        }
        return (lines, titleWidth)
    }

    // MARK: - Entries

    var pages: Int { max(1, sheets.count) }

    /// The entries as they are read: page by page, the left column first. An entry's number is its place here.
    var entries: [HelpEntry] { sheets.flatMap(\.entries) }

    /// The numbers of a page's entries.
    private func numbers(on page: Int) -> Range<Int> {
        let start = sheets.prefix(page).reduce(0) { $0 + $1.entries.count }
        return start..<start + (sheets.indices.contains(page) ? sheets[page].entries.count : 0)
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

    // MARK: - Drawing

    /// - Parameter choice: which of the highlighted line's keys `Enter` presses.
    func draw(on canvas: inout Canvas, highlighting entry: Int, choice: Int) {
        let page = page(of: entry)
        canvas.put(head(page), row: body.row, columns: body.columnRange)
        canvas.putRule(row: body.row + 1, columns: body.columnRange)
        guard sheets.indices.contains(page) else {
            return canvas.put(Line(" no key here does that"), row: body.row + 2, columns: body.columnRange)
        }
        var highlighted = entry - numbers(on: page).lowerBound
        for column in sheets[page].columns {
            for (offset, line) in column.lines.enumerated() {
                let row = body.row + 2 + offset
                canvas.put(line, row: row, columns: column.start..<max(column.start, body.columns))
                if offset == highlighted { highlight(column, offset, choice, on: &canvas, row: row) }
            }
            highlighted -= column.rows.count
        }
    }

    private func head(_ page: Int) -> Line {
        var head = Line(" Help   ")
        if let key = keymap.key(for: .find, in: .help) { head = head.adding(key, .key).adding(" searches   ") }
        head = head.adding("Esc", .key).adding(" closes")
        if !search.text.isEmpty { head.add("   only with \"\(search.text)\"", .match) }
        guard pages > 1 else { return head }
        let next = sheets.indices.contains(page + 1) ? sheets[page + 1].subject : ""
        let isNew = !next.isEmpty && next != sheets[page].subject
        let key = keymap.key(for: .pageDown, in: .help) ?? ""
        let number = " \(page + 1)/\(pages)"
        if !isNew || !head.addRight("\(key) \(next) \(number)", total: body.columns - 1) {
            head.addRight(key + " " + number, total: body.columns - 1)
        }
        return head
    }

    private func highlight(_ column: Column, _ offset: Int, _ choice: Int, on canvas: inout Canvas, row: Int) {
        let line = column.lines[column.lines.startIndex + offset]
        let entry = column.rows[column.rows.startIndex + offset].entry
        canvas.select(row: row, columns: column.start - 1..<min(column.start + line.width + 1, body.columns))
        guard entry.choices.count > 1, entry.choices.indices.contains(choice) else { return }
        let start = column.start + column.keysStart
        let cells = entry.cells(ofName: entry.choices[choice].place)
        canvas.restyle(row: row, columns: start + cells.lowerBound..<start + cells.upperBound) { $0.role = .header }
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
