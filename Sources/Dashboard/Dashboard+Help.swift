import Canvas

/// The highlighted line of the help, and what its key does.
extension Dashboard {
    mutating func moveInHelp(_ action: Action) {
        guard case .help(let entry) = dialog else { return }
        dialog = .help(entry: HelpScreen(self).entry(after: entry, by: action))
    }

    /// Does what the highlighted line of the help says, by the first of its keys.
    mutating func runHelpLine() -> [Effect] {
        guard let key = highlightedHelp?.key else { return [] }
        dialog = nil
        return told(.key(key))
    }

    var highlightedHelp: HelpScreen.Entry? {
        guard case .help(let number) = dialog else { return nil }
        let entries = HelpScreen(self).entries
        return entries.indices.contains(number) ? entries[number] : nil
    }
}
