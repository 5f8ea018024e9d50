import Canvas

extension Keymap {
    /// Every place where an action has a key.
    func places(of action: Action) -> Set<Place> {
        bindings.reduce(into: []) { if $1.action == action { $0.formUnion($1.places) } }
    }

    /// The table with a user's keys in it. A key of theirs takes the place of whatever the key did there before, and is
    /// named first wherever its action is shown.
    package func applying(_ file: KeysFile) -> Keymap {
        // The general rule first, so that its exceptions have the last word.
        let ordered = file.entries.filter { $0.view == .generic } + file.entries.filter { $0.view != .generic }
        return Keymap(
            ordered.reduce(bindings) { bindings, entry in
                entry.view.places.sorted { $0.rawValue < $1.rawValue }.reduce(bindings) {
                    Self.bound($0, entry.key, to: entry.command, in: $1)
                }
            })
    }

    private static func bound(
        _ bindings: [Binding], _ key: Key, to command: KeysFile.Command, in place: Place
    ) -> [Binding] {
        if case .action(let action) = command,
            !bindings.contains(where: { $0.action == action && $0.places.contains(place) })
        {
            return bindings
        }
        var isBound = false
        var result: [Binding] = []
        for binding in bindings {
            let isMeant = !isBound && command == .action(binding.action) && binding.places.contains(place)
            isBound = isBound || isMeant
            result += binding.rekeyed(in: place) { keys in (isMeant ? [key] : []) + keys.filter { $0 != key } }
        }
        guard case .line(let line) = command else { return result }
        return result + [
            Binding([key], .commandLine, .app, in: [place], help: ":" + line, line: line)
        ]
    }
}

extension Binding {
    /// The binding with other keys in one of its places: as two, if it has others.
    fileprivate func rekeyed(in place: Place, _ change: ([Key]) -> [Key]) -> [Binding] {
        guard places.contains(place) else { return [self] }
        let new = change(keys)
        guard new != keys else { return [self] }
        return [with(keys, in: places.subtracting([place])), with(new, in: [place])]
            .filter { !$0.places.isEmpty && !$0.keys.isEmpty }
    }

    private func with(_ keys: [Key], in places: Set<Place>) -> Binding {
        Binding(keys, action, group, in: places, help: help, hint: hint, line: line)
    }
}

extension Action {
    /// Whether it can be asked for by name: not what answers a question or edits a line.
    package var isCommand: Bool {
        switch self {
        case .confirm, .keep, .erase, .enterLine, .leaveLine, .complete, .completeBackwards, .olderLine, .newerLine,
            .clearLine, .saveFilter, .commandLine, .interrupt, .palette, .turnColumn, .columnEarlier, .columnLater,
            .resetColumns, .previousKey, .nextKey:
            self == .palette
        default: true
        }
    }
}
