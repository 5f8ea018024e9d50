import Canvas
import CursesTerminal
import Testing

/// A terminal whose bytes are counted, frame by frame.
struct CountedTerminal {
    /// A terminal by its name in terminfo, and which colours it may show.
    struct Look: Sendable, CustomTestStringConvertible {
        let term: String
        let color: ColorMode

        var testDescription: String { "\(term), colours \(color.rawValue)" }

        static let all = [
            Look(term: "xterm-256color", color: .twoFiftySix), Look(term: "xterm-256color", color: .sixteen),
            Look(term: "xterm", color: .always), Look(term: "xterm-256color", color: .mono),
            Look(term: "tmux-256color", color: .always), Look(term: "screen-256color", color: .always),
            Look(term: "linux", color: .always), Look(term: "vt100", color: .always),
        ]
    }

    private let pseudo: PseudoTerminal
    private let terminal: CursesTerminal
    private var events: AsyncStream<TerminalEvent>.Iterator
    private var shown: Canvas?

    init(_ look: Look) throws {
        pseudo = try PseudoTerminal()
        terminal = try pseudo.opened(term: look.term, color: look.color)
        events = terminal.events.makeAsyncIterator()
    }

    func close() { terminal.close() }

    /// How many bytes a frame sends. All of them have come once the terminal's thread has answered a key that was typed
    /// after the first of them: a frame is one write.
    mutating func bytes(_ canvas: Canvas) async -> Int {
        guard canvas != shown else { return 0 }
        shown = canvas
        terminal.present(canvas)
        // Nothing comes of a canvas that differs in what this terminal cannot show.
        guard let first = pseudo.readChunk(milliseconds: 200) else { return 0 }
        pseudo.type("k")
        _ = await events.next(isolation: #isolation)
        return first.count + pseudo.readRest().utf8.count
    }
}
