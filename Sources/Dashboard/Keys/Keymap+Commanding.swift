import Canvas

/// The keys of what changes the engine, and of what leaves the program.
extension Keymap {
    static let commanding: [Binding] = [
        Binding(
            [.character("u")], .undo, .act, in: Place.inspectors.union(Place.lists), help: "undo refresh or evict"),
        Binding(
            [.character("a")], .setAudience, .act, in: Place.inspectors.union([.flows]), help: "audience for the host"),
        Binding(
            [.character("B")], .bisect, .act, in: Place.inspectors, help: "bisect / replay", hint: "bisect"),
        Binding([.character("B")], .bisect, .act, in: [.flows], help: "bisect / replay"),
        Binding([.character("R")], .replay, .act, in: Place.inspectors.union([.flows]), help: "bisect / replay"),
        Binding(
            [.character("v")], .verify, .look, in: Place.inspectors, help: "verify the signature", hint: "verify"),
        Binding(
            [.character("v")], .verify, .look, in: [.tokens, .reader], help: "verify the signature", hint: "verify"),
        Binding([.character("v")], .verify, .look, in: [.flows], help: "verify the signature"),
        Binding([.character("m")], .minting, .act, in: Place.views, help: "minting off / on"),
    ]

    static let takingAlong: [Binding] = [
        Binding([.character("y")], .copyMenu, .out, in: Place.views, help: "copy...", hint: "copy"),
        Binding([.character("e")], .exportMenu, .out, in: Place.views, help: "export...", hint: "export"),
        Binding([.character("Y")], .copyToken, .out, in: Place.views, help: "full token (asks)"),
        Binding([.character("L")], .dump, .out, in: Place.views, help: "plain text dump"),
        Binding(
            [.character("p"), .character("L")], .dump, .out, in: [.tooSmall], help: "plain log", hint: "plain log"),
    ]

    static let prompts: [Binding] = [
        Binding(
            [.character("y")], .confirm, .answer, in: [.switchingOff], help: "switch minting off", hint: "switch off"),
        Binding([.character("y")], .confirm, .answer, in: [.revealing], help: "copy the token", hint: "copy"),
        Binding(
            [.enter, .escape, .character("n"), .character("q")], .keep, .answer, in: [.switchingOff, .revealing],
            help: "leave it", hint: "leave it"),
        Binding(
            [.enter], .confirm, .answer, in: [.resending], help: "send it if the method is there", hint: "answer"),
        Binding([.backspace, .delete], .erase, .answer, in: [.resending], help: "erase a letter"),
        Binding([.escape], .keep, .answer, in: [.resending], help: "leave it", hint: "leave it"),
        Binding([.escape], .back, .answer, in: [.menu], help: "close the menu", hint: "close"),
        Binding([.enter], .enterLine, .answer, in: [.palette], help: "run the line", hint: "runs"),
        Binding([.enter], .enterLine, .answer, in: [.audience], help: "set it", hint: "sets it"),
        Binding([.tab], .complete, .answer, in: [.palette], help: "complete, then the next", hint: "completes"),
        Binding([.backTab], .completeBackwards, .answer, in: [.palette], help: "complete, then the one before"),
        Binding([.up, .control("p")], .olderLine, .answer, in: [.palette], help: "earlier lines", hint: "history"),
        Binding([.down, .control("n")], .newerLine, .answer, in: [.palette], help: "later lines"),
        Binding([.escape], .back, .answer, in: [.palette], help: "close", hint: "close"),
        Binding([.escape], .back, .answer, in: [.audience], help: "leave it", hint: "leaves it"),
    ]
}
