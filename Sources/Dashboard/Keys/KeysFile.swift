package import Canvas

/// The keys of a user, as `keys.conf` has them: `bind VIEW KEY COMMAND`, one a line; `#` begins a comment.
package struct KeysFile: Sendable {
    /// What a key is to do.
    package enum Command: Sendable, Hashable {
        case action(Action)
        /// A line for the palette, without its colon.
        case line(String)
        /// Nothing, whatever the standard table says.
        case none
    }

    package struct Entry: Sendable, Hashable {
        package let view: KeyView
        package let key: Key
        package let command: Command
        /// From 1.
        package let number: Int
        /// The line as it stands in the file.
        package let text: String
    }

    package let entries: [Entry]

    package static let empty = KeysFile(entries: [])

    private init(entries: [Entry]) { self.entries = entries }

    /// - Parameter name: the file's, for what is said about it.
    /// - Throws: ``KeysFileError`` for the first line that cannot be used.
    package init(_ text: String, name: String) throws(KeysFileError) {
        var entries: [Entry] = []
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            guard let entry = try Self.entry(String(line), number: index + 1, in: name) else { continue }
            if let other = entries.first(where: { $0.collides(with: entry) }) {
                throw KeysFileError(
                    file: name, lines: [(other.number, other.text), (entry.number, entry.text)],
                    reason: "both want \(entry.key.name) in the same view", remedy: "keep one of the two lines")
            }
            entries.append(entry)
        }
        self.entries = entries
    }

    /// nil for a line without content.
    private static func entry(_ line: String, number: Int, in file: String) throws(KeysFileError) -> Entry? {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        guard let first = words.first, !first.hasPrefix("#") else { return nil }
        func refused(_ reason: String, _ remedy: String) -> KeysFileError {
            KeysFileError(file: file, lines: [(number, line)], reason: reason, remedy: remedy)
        }
        guard first == "bind", words.count >= 4 else {
            throw refused("not of the form bind VIEW KEY COMMAND", "such as: bind tokens X evict-all")
        }
        guard let view = KeyView(rawValue: words[1]) else {
            let names = KeyView.allCases.map(\.rawValue).joined(separator: ", ")
            throw refused("there is no view \(words[1])", "the views are \(names)")
        }
        guard let key = Key(name: words[2]) else {
            throw refused("there is no key \(words[2])", "such as: x, Space, Ctrl-d, PgDn, F2")
        }
        guard !key.isReserved else { throw refused("\(key.name) is jotop's own", "take another key") }
        guard let command = command(Array(words[3...].prefix { !$0.hasPrefix("#") })) else {
            throw refused("there is no command \(words[3])", ":keys on the dashboard, and docs/keys.md, list the names")
        }
        try check(command, in: view) { reason, remedy in refused(reason, remedy) }
        return Entry(view: view, key: key, command: command, number: number, text: line)
    }

    private static func command(_ words: [String]) -> Command? {
        guard let first = words.first else { return nil }
        if first == "none", words.count == 1 { return Command.none }
        if first.hasPrefix(":") {
            let line = words.joined(separator: " ").dropFirst()
            return PaletteLine(String(line)) == nil ? nil : .line(String(line))
        }
        return words.count == 1 ? Action(rawValue: first).flatMap { $0.isCommand ? .action($0) : nil } : nil
    }

    /// An action that has no meaning in any place of a view would be a dead key.
    private static func check(
        _ command: Command, in view: KeyView, _ refused: (String, String) -> KeysFileError
    ) throws(KeysFileError) {
        guard case .action(let action) = command else { return }
        let places = Keymap.standard.places(of: action)
        guard places.isDisjoint(with: view.places) else { return }
        let views = KeyView.allCases.dropFirst().filter { !$0.places.isDisjoint(with: places) }
        throw refused(
            "\(action.rawValue) does nothing in \(view.rawValue)",
            "it works in \(views.map(\.rawValue).joined(separator: ", "))")
    }
}

extension KeysFile.Entry {
    /// Two lines collide where both name the key for a place, unless one is the general rule and the other its exception.
    fileprivate func collides(with other: KeysFile.Entry) -> Bool {
        guard key == other.key, !view.places.isDisjoint(with: other.view.places) else { return false }
        return (view == .generic) == (other.view == .generic)
    }
}
