import Canvas

extension Keymap {
    /// The keys jotop has. In each place the hints come in the order of this table.
    package static let standard = Keymap(
        answers + filtering + prompts + choosing + looking + listing + acting + commanding + takingAlong + viewing
            + moving
            + program)

    private static let answers: [Binding] = [
        Binding([.character("y")], .confirm, .answer, in: [.evicting], help: "evict the token", hint: "evict"),
        Binding(
            [.character("y")], .confirm, .answer, in: [.forgetting], help: "forget the refusal", hint: "forget"),
        Binding(
            [.character("y"), .character("q")], .confirm, .answer, in: [.leaving], help: "quit now", hint: "quit"),
        Binding([.enter], .confirm, .answer, in: [.evictingAll], help: "evict if the word is there", hint: "answer"),
        Binding([.backspace, .delete], .erase, .answer, in: [.evictingAll], help: "erase a letter"),
        Binding(
            [.enter, .escape, .character("n"), .character("q")], .keep, .answer, in: [.evicting, .forgetting],
            help: "keep it", hint: "keep"),
        Binding([.enter, .escape, .character("n")], .keep, .answer, in: [.leaving], help: "stay", hint: "stay"),
        Binding([.escape], .keep, .answer, in: [.evictingAll], help: "keep all", hint: "keep all"),
    ]

    private static let looking: [Binding] = [
        Binding([.escape], .back, .app, in: Place.scrolling, help: "back one step", hint: "back"),
        Binding([.enter], .open, .look, in: [.flows], help: "inspect", hint: "inspect"),
        Binding([.enter], .open, .look, in: [.tokens], help: "header and claims", hint: "claims"),
        Binding([.enter], .open, .look, in: [.events], help: "full text", hint: "detail"),
        Binding([.enter], .open, .look, in: [.help], help: "press its key", hint: "runs the line"),
        Binding([.character("w")], .why, .look, in: Place.inspectors.union([.flows]), help: "why", hint: "why"),
        Binding([.character("o")], .otherEnd, .look, in: [.flows], help: "its token", hint: "token"),
        Binding([.character("o")], .otherEnd, .look, in: Place.inspectors, help: "its token", hint: "token"),
        Binding([.character("o")], .otherEnd, .look, in: [.tokens], help: "its flows", hint: "flows"),
        Binding([.character("o")], .otherEnd, .look, in: [.events], help: "its token or flow", hint: "token"),
        Binding(
            [.character("d")], .diff, .look, in: Place.inspectors.union([.flows, .tokens, .reader]),
            help: "diff: marked / gens", hint: "diff"),
        Binding([.character(" ")], .markToken, .list, in: [.tokens], help: "mark for d"),
        Binding([.character("[")], .previousTab, .look, in: Place.inspectors, help: "prev / next tab", hint: "tab"),
        Binding([.character("]")], .nextTab, .look, in: Place.inspectors, help: "prev / next tab"),
        Binding([.character(",")], .previousFlow, .look, in: Place.inspectors, help: "prev / next flow", hint: "flow"),
        Binding([.character(".")], .nextFlow, .look, in: Place.inspectors, help: "prev / next flow"),
    ]

    private static let listing: [Binding] = [
        Binding([.character("!")], .problemsOnly, .list, in: [.flows], help: "problems only", hint: "problems"),
        Binding([.character("!")], .problemsOnly, .list, in: [.events], help: "problems only"),
        Binding([.character("/")], .filter, .list, in: Place.lists, help: "filter", hint: "filter"),
        Binding([.character("\\")], .switchFilter, .list, in: Place.lists, help: "filter off / on"),
        Binding([.escape], .back, .list, in: Place.lists, help: "all rows again", hint: "all rows"),
        Binding([.character("s")], .sort, .list, in: [.flows, .tokens], help: "sort / invert"),
        Binding([.character("I")], .invertSort, .list, in: [.flows, .tokens], help: "sort / invert"),
        Binding([.character(" ")], .mark, .list, in: [.flows], help: "mark: keep, d, e"),
        Binding([.character("=")], .fold, .list, in: [.flows], help: "fold repeats"),
        Binding(
            [.character("p")], .pause, .list, in: Place.views, help: "pause the view", hint: "pause"),
        Binding([.character("f")], .follow, .list, in: [.flows, .events], help: "follow newest", hint: "follow"),
    ]

    private static let acting: [Binding] = [
        Binding(
            [.character("r")], .refresh, .act, in: Place.inspectors.union(Place.lists), help: "refresh from STS",
            hint: "refresh"),
        Binding([.control("r")], .refreshAll, .act, in: [.tokens], help: "refresh all"),
        Binding([.character("x")], .evict, .act, in: [.tokens], help: "evict one / all", hint: "evict"),
        Binding([.character("X")], .evictAll, .act, in: [.tokens], help: "evict one / all"),
    ]

    private static let viewing: [Binding] = [
        Binding([.character("1")], .showFlows, .view, in: Place.views, help: "flows tokens events"),
        Binding([.character("2")], .showTokens, .view, in: Place.views, help: "flows tokens events"),
        Binding([.character("3")], .showEvents, .view, in: Place.views, help: "flows tokens events"),
        Binding([.tab], .nextPane, .view, in: Place.lists.union([.split, .reader]), help: "pane or view"),
        Binding(
            [.backTab], .previousPane, .view, in: Place.lists.union([.split, .reader]),
            help: "pane or view"),
        Binding([.tab], .nextTab, .view, in: [.inspector], help: "next / prev tab"),
        Binding([.backTab], .previousTab, .view, in: [.inspector], help: "next / prev tab"),
        Binding([.character("+")], .grow, .view, in: Place.panes, help: "larger / smaller", hint: "resize"),
        Binding([.character("-")], .shrink, .view, in: Place.panes, help: "larger / smaller"),
        Binding([.character("|")], .turnSplit, .view, in: Place.panes, help: "beside / below"),
        Binding([.character("z")], .zoom, .view, in: Place.panes, help: "zoom", hint: "zoom"),
        Binding(
            [.character("T")], .timeFormat, .view, in: Place.views.subtracting([.tokens]), help: "time format",
            hint: "times"),
        Binding([.character("T")], .timeFormat, .view, in: [.tokens], help: "time format"),
        Binding([.character("H")], .hideLevel, .view, in: Place.views, help: "hide level 0-3", hint: "hide"),
        Binding([.character("C")], .columns, .view, in: [.flows, .tokens, .split], help: "columns"),
        Binding([.character("M")], .mouse, .view, in: Place.views, help: "mouse on / off"),
    ]

    private static let moving: [Binding] = [
        Binding([.character("j"), .down], .down, .move, in: Place.lists.union([.help]), help: "row"),
        Binding([.character("k"), .up], .up, .move, in: Place.lists.union([.help]), help: "row"),
        Binding([.character("j"), .down], .down, .move, in: Place.scrolling, help: "scroll", hint: "scroll"),
        Binding([.character("k"), .up], .up, .move, in: Place.scrolling, help: "scroll"),
        Binding([.control("d")], .halfPageDown, .move, in: Place.views, help: "half page"),
        Binding([.control("u")], .halfPageUp, .move, in: Place.views, help: "half page"),
        Binding([.pageDown, .control("f")], .pageDown, .move, in: Place.views.union([.help]), help: "page"),
        Binding([.pageUp, .control("b")], .pageUp, .move, in: Place.views.union([.help]), help: "page"),
        Binding([.character("g"), .home], .oldest, .move, in: [.flows, .events], help: "oldest / newest"),
        Binding([.character("G"), .end], .newest, .move, in: [.flows, .events], help: "oldest / newest"),
        Binding(
            [.character("g"), .home], .oldest, .move, in: Place.scrolling.union([.tokens, .help]), help: "first / last"),
        Binding(
            [.character("G"), .end], .newest, .move, in: Place.scrolling.union([.tokens, .help]), help: "first / last"),
        Binding([.character("h"), .left], .previousTab, .move, in: Place.inspectors, help: "prev / next tab"),
        Binding([.character("l"), .right], .nextTab, .move, in: Place.inspectors, help: "prev / next tab"),
        Binding(
            [.character("{")], .previousProblem, .move, in: Place.inspectors.union([.flows, .events]),
            help: "prev / next problem"),
        Binding(
            [.character("}")], .nextProblem, .move, in: Place.inspectors.union([.flows, .events]),
            help: "prev / next problem"),
    ]

    private static let program: [Binding] = [
        Binding([.character("h"), .left], .previousKey, .app, in: [.help], help: "which of its keys", hint: "key"),
        Binding([.character("l"), .right], .nextKey, .app, in: [.help], help: "which of its keys"),
        Binding([.escape], .back, .app, in: [.help], help: "close the help", hint: "close"),
        Binding([.character("?"), .function(1)], .help, .app, in: Place.views, help: "this help", hint: "help"),
        Binding([.character("?"), .function(1), .character("q")], .back, .app, in: [.help], help: "close the help"),
        Binding([.character(":")], .palette, .app, in: Place.views, help: "command...", hint: "command"),
        Binding([.control("l")], .redraw, .app, in: Set(Place.allCases), help: "redraw"),
        Binding([.character("q")], .leave, .app, in: Place.lists.union([.tooSmall]), help: "quit", hint: "quit"),
        Binding([.character("q")], .back, .app, in: Place.scrolling, help: "back one step"),
        Binding([.character("Q")], .quit, .app, in: Place.views.union([.help, .tooSmall]), help: "quit now"),
        Binding(
            [.character("P")], .preflight, .app, in: Place.views, help: "run the preflight",
            hint: "preflight"),
        Binding([.control("z")], .suspend, .app, in: Set(Place.allCases), help: "to the shell"),
        Binding([.control("c")], .interrupt, .app, in: Set(Place.allCases), help: "quit, twice: at once"),
    ]
}
