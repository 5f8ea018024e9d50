/// What is looked for in the text of a pane.
struct FindState: Sendable, Equatable {
    /// The prompt, while it is open.
    var editor: LineEditor?
    /// What is marked in the text; nothing if empty.
    var text = ""
    /// The line of the match that was gone to last.
    var line: Int?
    /// What there was when the prompt was opened.
    var former: Former?

    struct Former: Sendable, Equatable {
        let text: String
        let position: TextPosition
    }
}
