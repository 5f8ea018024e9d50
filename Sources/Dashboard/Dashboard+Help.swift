import Canvas

/// The highlighted line of the help, and what its keys do.
extension Dashboard {
    mutating func moveInHelp(_ action: Action) {
        guard case .help(let entry, _) = dialog else { return }
        dialog = .help(entry: HelpScreen(self).entry(after: entry, by: action))
    }

    /// Another of the keys of the highlighted line.
    mutating func chooseHelpKey(_ direction: Int) {
        guard case .help(let entry, let choice) = dialog else { return }
        let count = highlightedHelp?.choices.count ?? 0
        guard count > 1 else { return show("this line has no other key to press") }
        dialog = .help(entry: entry, choice: (choice + direction + count) % count)
    }

    /// Does what the highlighted line of the help says, by the chosen one of its keys.
    mutating func runHelpLine() -> [Effect] {
        guard let key = highlightedHelpKey?.key else { return [] }
        dialog = nil
        return told(.key(key))
    }

    var highlightedHelp: HelpEntry? {
        guard case .help(let number, _) = dialog else { return nil }
        let entries = HelpScreen(self).entries
        return entries.indices.contains(number) ? entries[number] : nil
    }

    /// The key that `Enter` presses; nil on a line that explains a word.
    var highlightedHelpKey: HelpEntry.Choice? {
        guard case .help(_, let choice) = dialog, let choices = highlightedHelp?.choices else { return nil }
        return choices.indices.contains(choice) ? choices[choice] : nil
    }
}
