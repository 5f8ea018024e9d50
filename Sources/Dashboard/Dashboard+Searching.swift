import Canvas

/// A search is one prompt, whatever it searches: what is done and typed there goes to the text that it looks through.
extension Dashboard {
    /// What a search looks through.
    private enum SearchTarget {
        case help, pane
    }

    /// What is done at the prompt of a search, or opens it.
    enum SearchInput {
        case action(Action)
        case typed(Key)
        case pasted(String)
    }

    private var searchTarget: SearchTarget { if case .help = dialog { .help } else { .pane } }

    mutating func search(_ input: SearchInput) {
        switch searchTarget {
        case .pane: searchPane(input)
        case .help:
            let before = helpSearch.text
            helpSearch.perform(input)
            // The lines are others now: what was highlighted may not be among them.
            if helpSearch.text != before { dialog = .help(entry: 0) }
        }
    }

    /// The prompt of the search under way.
    var searchPrompt: PromptLine? {
        switch searchTarget {
        case .help: helpSearch.editor.map { PromptLine($0, sign: "/", columns: 0..<size.columns) }
        case .pane where dialog == nil:
            find.editor.map { PromptLine($0, sign: "/", note: Line(findNote, .dim), columns: 0..<size.columns) }
        case .pane: nil
        }
    }
}
