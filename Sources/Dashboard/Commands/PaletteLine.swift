/// A line for the palette, taken apart: a command's whole name, and its argument.
struct PaletteLine: Sendable, Hashable {
    let command: Command
    let argument: String

    /// Spellings that people's fingers bring along.
    private static let aliases = ["q": Action.leave.rawValue, "q!": Action.quit.rawValue, "h": Action.help.rawValue]

    /// - Returns: nil if there is no such command, or it takes no argument.
    init?(_ text: String, among commands: [Command] = Command.all(in: .standard)) {
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true).map(String.init)
        guard let word = words.first else { return nil }
        let name = Self.aliases[word] ?? word
        guard let command = commands.first(where: { $0.name == name }) else { return nil }
        let argument = words.count > 1 ? words[1].trimmed : ""
        guard argument.isEmpty || command.argument != nil else { return nil }
        self.command = command
        self.argument = argument
    }

    /// Whether it lacks what it cannot do without.
    var isIncomplete: Bool {
        guard case .verb(let verb) = command.deed else { return false }
        return verb.isArgumentNeeded && argument.isEmpty
    }
}

extension String {
    /// Without blanks at either end.
    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
