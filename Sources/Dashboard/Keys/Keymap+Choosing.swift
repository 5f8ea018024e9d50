import Canvas

extension Keymap {
    /// The keys of the list of columns.
    static let choosing: [Binding] = [
        Binding([.character(" ")], .turnColumn, .answer, in: [.columns], help: "show or not", hint: "show"),
        Binding(
            [.character("K"), .left, .character("h")], .columnEarlier, .answer, in: [.columns],
            help: "to the left / right", hint: "move"),
        Binding(
            [.character("J"), .right, .character("l")], .columnLater, .answer, in: [.columns],
            help: "to the left / right"),
        Binding([.character("0")], .resetColumns, .answer, in: [.columns], help: "as at first", hint: "as at first"),
        Binding([.character("j"), .down], .down, .move, in: [.columns], help: "column"),
        Binding([.character("k"), .up], .up, .move, in: [.columns], help: "column"),
        Binding(
            [.escape, .enter, .character("C"), .character("q")], .back, .answer, in: [.columns], help: "close",
            hint: "close"),
    ]
}
