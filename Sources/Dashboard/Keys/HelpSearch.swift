import FlowFilter

/// What is looked for on the help screen: only lines with it are left.
struct HelpSearch: Sendable, Equatable {
    /// The prompt, while it is open.
    var editor: LineEditor?
    /// What has been kept; the prompt's text counts while it is open.
    private var kept = ""

    var text: String { editor?.text ?? kept }

    func matches(_ entry: HelpEntry, in group: String) -> Bool {
        guard !text.isEmpty else { return true }
        let pattern = TextPattern(text)
        return [entry.keys, entry.text, group].contains { pattern.matches($0) }
    }

    mutating func perform(_ input: Dashboard.SearchInput) {
        switch input {
        case .action(let action): perform(action)
        case .typed(let key): _ = editor?.pressed(key)
        case .pasted(let text): editor?.pasted(text)
        }
    }

    private mutating func perform(_ action: Action) {
        switch action {
        case .find: editor = LineEditor(kept)
        case .enterLine: (kept, editor) = (text, nil)
        case .leaveLine: editor = nil
        case .clearLine: editor?.write("")
        default: break
        }
    }
}
