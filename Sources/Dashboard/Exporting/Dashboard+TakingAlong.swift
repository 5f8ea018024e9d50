import Canvas
import ProxyCore

/// What leaves the program: by the clipboard, in files, on the normal screen.
extension Dashboard {
    /// How long a whole token stays on the clipboard.
    package static let clipboardTime = Duration.seconds(30)

    mutating func takeAlong(_ action: Action) -> [Effect] {
        switch action {
        case .copyMenu: return openCopyMenu()
        case .exportMenu: openExportMenu()
        case .copyToken: askBeforeRevealing()
        case .dump: return [.dump(plainText)]
        default: break
        }
        return []
    }

    /// Where nothing has come yet there is one thing to copy, and no menu to choose it from.
    private mutating func openCopyMenu() -> [Effect] {
        if view == .flows, reader == nil, rowCount(in: .flows) == 0, let clip = firstRequestClip {
            return [.copy(clip)]
        }
        dialog = .menu(.copy)
        return []
    }

    private mutating func openExportMenu() {
        guard !entries(of: .export).isEmpty else { return show("nothing to export yet", isError: true) }
        dialog = .menu(.export)
    }

    mutating func take(_ item: CopyItem) -> [Effect] {
        dialog = nil
        switch item.make(self) {
        case .clip(let clip): return [.copy(clip)]
        case .menu(let menu): dialog = .menu(menu)
        case .action(let action): return perform(action)
        case nil: show("no \(item.name) to copy here", isError: true)
        }
        return []
    }

    mutating func copy(named name: String) -> [Effect] {
        guard let item = CopyItem.all.first(where: { $0.name == name }) else {
            show("copy takes one of \(CopyItem.all.map(\.name).joined(separator: ", "))", isError: true)
            return []
        }
        return take(item)
    }

    /// - Parameter argument: a kind, and a file's name if it is not to be found.
    mutating func export(_ argument: String) -> [Effect] {
        let words = argument.split(separator: " ", maxSplits: 1).map(String.init)
        guard let item = (ExportItem.all + ExportItem.trust).first(where: { $0.name == words.first }) else {
            show("export takes one of \(ExportItem.all.map(\.name).joined(separator: ", "))", isError: true)
            return []
        }
        return write(item, to: words.count > 1 ? words[1].trimmed : nil)
    }

    /// - Parameter path: the file's name; nil where it is to be found.
    mutating func write(_ item: ExportItem, to path: String?) -> [Effect] {
        dialog = nil
        switch item.make(self) {
        case .file(let draft):
            return [
                .write(
                    ExportFile(
                        name: draft.name, path: path, stem: "jotop-\(stamp)", fileExtension: draft.fileExtension,
                        contents: draft.contents, caveats: draft.caveats))
            ]
        case .menu(let menu): dialog = .menu(menu)
        case nil: show("no \(item.name) to export here", isError: true)
        }
        return []
    }

    /// - Parameter path: the file's name; empty where it is to be found.
    func snap(_ path: String) -> [Effect] {
        let file = ExportFile(
            name: "screen of \(size.columns) x \(size.rows)", path: path.isEmpty ? nil : path, stem: "jotop-\(stamp)",
            fileExtension: "txt", contents: "")
        return [.snap(file)]
    }

    /// `20261121-143208`, in UTC, so that names sort whatever the zone.
    var stamp: String {
        now.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" }.map { $0 == "T" ? "-" : String($0) }.joined()
    }

    // MARK: - The token itself

    /// The token in hand, if it is the one that its audience set's requests get.
    var tokenInUse: TokenGeneration? {
        guard let token = tokenInHand, live.tokens[token.id.handle]?.held(at: now)?.id == token.id else { return nil }
        return token
    }

    private mutating func askBeforeRevealing() {
        guard !configuration.isReadOnly else { return }
        guard let token = tokenInUse else {
            return show("no token in use here: only one that serves can be copied", isError: true)
        }
        dialog = .reveal(token.id, token.facts.audiences)
    }

    // MARK: - Plain text

    /// All of the pane that is open, or the rows on screen, without what frames them.
    var plainText: String {
        let head = "jotop  \(timekeeping.clock(now))  hide level \(hideLevel)"
        guard !isTooSmall else {
            // The normal screen breaks lines, so the rows are those of the smallest screen that has any.
            var copy = self
            (copy.size, copy.inspector, copy.reader) = (Canvas.Size(columns: Self.smallest.columns, rows: 30), nil, nil)
            return copy.plainText
        }
        guard reader == nil, view != .flows || inspector == nil else {
            let title =
                reader.map { self.title(of: $0.subject) } ?? inspector.map { "\($0.flow)  \($0.tab.title)" } ?? ""
            return ([head, Sanitizer.plain(title), ""] + bodyLines.map(\.text)).joined(separator: "\n") + "\n"
        }
        var copy = self
        (copy.dialog, copy.toast) = (nil, nil)
        let frame = copy.render()
        let rows = layout.body.rowRange.map { frame.text(row: $0) }
        return ([head, ""] + rows.reversed().drop { $0.isEmpty }.reversed()).joined(separator: "\n") + "\n"
    }
}
