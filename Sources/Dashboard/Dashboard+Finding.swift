import Canvas
import FlowFilter

/// Looking for a text in the pane that has the keys.
extension Dashboard {
    mutating func searchPane(_ input: SearchInput) {
        switch input {
        case .action(let action): find(action)
        case .typed(let key): if find.editor?.pressed(key) == .changed { showFirstMatch() }
        case .pasted(let text): editFind { line, _ in line.pasted(text) }
        }
    }

    private mutating func find(_ action: Action) {
        switch action {
        case .find: openFind()
        case .nextMatch: goToMatch(1)
        case .previousMatch: goToMatch(-1)
        case .enterLine: keepFind()
        case .leaveLine: dropFind()
        case .olderLine: editFind { $0.older(in: $1) }
        case .newerLine: editFind { $0.newer(in: $1) }
        case .clearLine: editFind { line, _ in line.write("") }
        default: break
        }
    }

    /// What is marked in the pane: what was looked for or, if nothing was, the words of the list's filter.
    var soughtText: String {
        guard find.text.isEmpty, find.editor == nil else { return find.text }
        guard filter(of: view).isActive else { return "" }
        for case .words(let patterns) in filter(of: view).filter.terms.lazy.filter({ !$0.isNegated }).map(\.test) {
            return patterns.first?.text ?? ""
        }
        return ""
    }

    private var matchingLines: [Int] {
        let pattern = TextPattern(soughtText)
        guard !pattern.text.isEmpty else { return [] }
        return paneText.lines.enumerated().filter { pattern.matches($0.element.text) }.map(\.offset)
    }

    /// `3 of 12 lines`, for the prompt.
    var findNote: String {
        let count = matchingLines.count
        return find.text.isEmpty ? "" : count == 0 ? "not found" : "in \(count.counted("line"))"
    }

    private mutating func openFind() {
        guard let position = paneContent?.position else { return }
        find.former = FindState.Former(text: find.text, position: position)
        find.editor = LineEditor(find.text)
        find.line = nil
    }

    private mutating func editFind(_ body: (inout LineEditor, LineHistory) -> Void) {
        guard var editor = find.editor else { return }
        body(&editor, findHistory)
        find.editor = editor
        showFirstMatch()
    }

    /// What is typed is looked for from where the reader was.
    private mutating func showFirstMatch() {
        guard let editor = find.editor, let former = find.former else { return }
        find.text = editor.text
        setPanePosition(former.position)
        let lines = matchingLines
        if let line = lines.first(where: { $0 >= former.position.scroll }) ?? lines.first { show(line: line) }
    }

    private mutating func keepFind() {
        findHistory.entered(find.text)
        (find.editor, find.former) = (nil, nil)
    }

    private mutating func dropFind() {
        guard let former = find.former else { return }
        setPanePosition(former.position)
        find = FindState(text: former.text)
    }

    private mutating func goToMatch(_ direction: Int) {
        guard !soughtText.isEmpty else {
            return show("nothing to look for yet" + offered(.find, ": ", "looks for a text in here"))
        }
        let lines = matchingLines
        guard let first = lines.first, let last = lines.last, let position = paneContent?.position else {
            return show("\"\(soughtText)\" is not in this text")
        }
        let here = find.line ?? (direction > 0 ? position.scroll - 1 : position.scroll)
        let next = direction > 0 ? lines.first { $0 > here } : lines.last { $0 < here }
        let line = next ?? (direction > 0 ? first : last)
        show(line: line)
        let number = (lines.firstIndex(of: line) ?? 0) + 1
        show("\"\(soughtText)\" \(number) of \(lines.count)" + (next == nil ? ", round the end" : ""))
    }

    private mutating func show(line: Int) {
        guard var position = paneContent?.position else { return }
        position.reveal(line, count: paneText.lines.count, height: bodyHeight)
        setPanePosition(position)
        find.line = line
    }

    private mutating func setPanePosition(_ position: TextPosition) {
        if reader != nil { reader?.position = position } else { inspector?.position = position }
    }
}
