import Canvas

extension Keymap {
    private static let lines: Set<Place> = [.filtering, .finding]

    /// The keys of the prompts; all others write the line.
    static let filtering: [Binding] = [
        Binding([.enter], .enterLine, .answer, in: lines, help: "keep it", hint: "keep"),
        Binding([.escape], .leaveLine, .answer, in: lines, help: "what there was", hint: "drop"),
        Binding([.tab], .complete, .answer, in: [.filtering], help: "complete", hint: "complete"),
        Binding([.up], .olderLine, .answer, in: lines, help: "earlier lines", hint: "history"),
        Binding([.down], .newerLine, .answer, in: lines, help: "earlier lines"),
        Binding([.control("u")], .clearLine, .answer, in: lines, help: "clear the line", hint: "clear"),
        Binding([.control("s")], .saveFilter, .answer, in: [.filtering], help: "save, or forget", hint: "save"),
        Binding([.character("/")], .find, .look, in: Place.scrolling.union([.help]), help: "search", hint: "search"),
        Binding([.character("n")], .nextMatch, .look, in: Place.scrolling, help: "next / prev match"),
        Binding([.character("N")], .previousMatch, .look, in: Place.scrolling, help: "next / prev match"),
    ]
}
