import Canvas

extension Keymap {
    /// The keys of the filter's prompt; all others write the line.
    static let filtering: [Binding] = [
        Binding([.enter], .enterLine, .answer, in: [.filtering], help: "keep the filter", hint: "keep"),
        Binding([.escape], .leaveLine, .answer, in: [.filtering], help: "what there was", hint: "drop"),
        Binding([.tab], .complete, .answer, in: [.filtering], help: "complete", hint: "complete"),
        Binding([.up], .olderLine, .answer, in: [.filtering], help: "earlier filters", hint: "history"),
        Binding([.down], .newerLine, .answer, in: [.filtering], help: "earlier filters"),
        Binding([.control("u")], .clearLine, .answer, in: [.filtering], help: "clear the line", hint: "clear"),
        Binding([.control("s")], .saveFilter, .answer, in: [.filtering], help: "save, or forget", hint: "save"),
    ]
}
