import CursesTerminal
import Synchronization

/// The reader's clipboard, by whatever leads there. No way of those confirms that anything arrived.
///
/// Inside tmux, `tmux load-buffer -w`: a sequence from within would be ignored under its default settings. Elsewhere the
/// terminal itself (OSC 52) and, where the desktop is this machine's, its own program as well, since many terminals ignore the
/// sequence.
final class Clipboard: Sendable {
    enum Outcome: Sendable, Equatable {
        /// By which routes it went.
        case sent(route: String)
        /// Longer than the terminal takes, and there is no other way.
        case tooLong
        case noRoute
    }

    private let environment: [String: String]
    /// How long a program may take.
    private let limit: Duration
    private let tool: ClipboardTool?
    /// Hands a text to the terminal; false if it is too long.
    private let terminal: (@Sendable (String) -> Bool)?
    /// Counts what was put there.
    private let count = Mutex(0)

    init(
        environment: [String: String], limit: Duration = .seconds(5), terminal: @escaping @Sendable (String) -> Bool
    ) {
        (self.environment, self.limit) = (environment, limit)
        tool = ClipboardTool(environment: environment)
        self.terminal = CursesTerminal.takesClipboard(environment: environment) ? terminal : nil
    }

    private var isInTmux: Bool { !environment["TMUX", default: ""].isEmpty }

    /// - Parameter numbered: told the text's number, by which ``replace(_:number:)`` knows it again.
    func copy(_ text: String, numbered: (Int) -> Void = { _ in }) async -> Outcome {
        let number = count.withLock { count in
            count += 1
            return count
        }
        numbered(number)
        if isInTmux, let route = await loadIntoTmux(text) { return .sent(route: route) }
        let isSent = terminal?(text)
        var routes = isSent == true ? ["OSC 52"] : []
        if let tool, await run(tool.name, tool.copying, input: text) != nil { routes.append(tool.name) }
        guard routes.isEmpty else { return .sent(route: routes.joined(separator: " and ")) }
        return isSent == false ? .tooLong : .noRoute
    }

    /// `-w` hands the text on to the terminal; before tmux 3.2 there was none, and the text stays in its buffer.
    private func loadIntoTmux(_ text: String) async -> String? {
        if await run("tmux", ["load-buffer", "-w", "-"], input: text) != nil { return "tmux" }
        return await run("tmux", ["load-buffer", "-"], input: text) == nil ? nil : "tmux (its own buffer)"
    }

    // MARK: - Taking a text off again

    /// What stands there once a token has been taken off.
    static let placeholder = "(the token that jotop put here is gone)"

    /// Puts something else in the place of a text, wherever it is still there. A terminal cannot be asked: there the text
    /// counts as its own until something else was copied from here.
    ///
    /// - Parameter number: the text's own.
    /// - Returns: whether anything was replaced.
    func replace(_ text: String, number: Int) async -> Bool {
        if isInTmux, let isReplaced = await replaceInTmux(text) { return isReplaced }
        var isReplaced = false
        if let tool, await run(tool.reader, tool.reading) == text {
            isReplaced = await run(tool.name, tool.copying, input: Self.placeholder) != nil
        }
        guard count.withLock({ $0 }) == number else { return isReplaced }
        return terminal?(Self.placeholder) ?? false || isReplaced
    }

    /// Every buffer of tmux that holds the text goes; the clipboard gets something else if the text was the newest.
    ///
    /// - Returns: nil if tmux does not answer.
    private func replaceInTmux(_ text: String) async -> Bool? {
        guard let list = await run("tmux", ["list-buffers", "-F", "#{buffer_name}"]) else { return nil }
        let names = list.split(separator: "\n").map(String.init)
        var isFound = false
        for (age, name) in names.enumerated() where await run("tmux", ["show-buffer", "-b", name]) == text {
            _ = await run("tmux", ["delete-buffer", "-b", name])
            isFound = true
            if age == 0 { _ = await loadIntoTmux(Self.placeholder) }
        }
        return isFound
    }

    private func run(_ program: String, _ arguments: [String], input: String = "") async -> String? {
        await ToolRun(program: program, arguments: arguments, environment: environment, limit: limit)
            .output(input: input)
    }
}
