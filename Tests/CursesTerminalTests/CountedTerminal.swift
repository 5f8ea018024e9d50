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
    private var ticks: AsyncStream<Void>.Iterator
    private var shown: Canvas?

    init(_ look: Look) throws {
        pseudo = try PseudoTerminal()
        terminal = try pseudo.opened(term: look.term, color: look.color)
        ticks = terminal.ticks.makeAsyncIterator()
    }

    func close() { terminal.close() }

    /// How many bytes a frame sends. What is run on the thread that draws is run before it draws, and a tick that is asked for
    /// there comes in the round after that.
    mutating func bytes(_ canvas: Canvas) async -> Int {
        guard canvas != shown else { return 0 }
        shown = canvas
        terminal.present(canvas)
        await terminal.onThread { [terminal] in terminal.tick(after: .zero) }
        _ = await ticks.next(isolation: #isolation)
        return pseudo.readUntilNow()
    }
}
