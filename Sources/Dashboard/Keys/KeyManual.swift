/// The key table as pages: `docs/keys.md`, and a section of the manual page. Tests compare both with the table.
package enum KeyManual {
    /// A row: the keys, the action's name, what it does, and where.
    package struct Row: Sendable, Hashable {
        package let keys: [String]
        package let name: String
        package let words: String
        package let views: [String]
    }

    /// A group of the table, its actions in order, each once for the views where it has the same keys.
    package static func rows(of group: Binding.Group, in keymap: Keymap = .standard) -> [Row] {
        var rows: [(row: Row, places: Set<Place>)] = []
        for binding in keymap.bindings where binding.group == group {
            let keys = binding.keys.map(\.name)
            if let index = rows.firstIndex(where: { $0.row.name == binding.action.rawValue && $0.row.keys == keys }) {
                rows[index].places.formUnion(binding.places)
            } else {
                let row = Row(keys: keys, name: binding.action.rawValue, words: binding.action.words, views: [])
                rows.append((row, binding.places))
            }
        }
        return rows.map { row, places in
            Row(keys: row.keys, name: row.name, words: row.words, views: names(of: places))
        }
    }

    /// The views of `keys.conf` of which some places are the whole; the places' own names for the rest.
    private static func names(of places: Set<Place>) -> [String] {
        if places.isSuperset(of: Place.views) { return ["everywhere"] }
        let views = KeyView.allCases.dropFirst().filter { $0.places.isSubset(of: places) }
        let rest = views.reduce(places) { $0.subtracting($1.places) }
        return views.map(\.rawValue) + Place.allCases.filter { rest.contains($0) }.map(\.rawValue)
    }

    /// The page about keys and commands.
    package static var page: String {
        let tables = Binding.Group.allCases.flatMap { group -> [String] in
            let rows = rows(of: group).map { row in
                "| \(row.keys.map(code).joined(separator: " ")) | `\(row.name)` | \(row.words) | \(row.views.joined(separator: ", ")) |"
            }
            return ["### \(group.title)", "", "| keys | command | does | in |", "|---|---|---|---|"] + rows + [""]
        }
        let verbs = Verb.allCases.map { verb in
            "| `:\(([verb.rawValue] + [verb.argument].compactMap { $0 }).joined(separator: " ").replacing("|", with: "\\|"))` | \(verb.help) |"
        }
        return
            ([introduction] + tables + [palette, "", "| line | does |", "|---|---|"] + verbs + [
                "", KeyManualText.acting, "", KeyManualText.takingAlong, "", keysFile,
            ])
            .joined(separator: "\n") + "\n"
    }

    /// What the palette has besides the names of the key table, each with its argument.
    package static var verbs: [(line: String, help: String)] {
        Verb.allCases.map { (":" + ([$0.rawValue] + [$0.argument].compactMap(\.self)).joined(separator: " "), $0.help) }
    }

    private static func code(_ key: String) -> String { key == "|" ? "`\\|`" : "`\(key)`" }

    private static let introduction = """
        # Keys and commands

        This page is compared with the key table by a test. `?` on the dashboard lists the keys that work where you are, `:` takes
        every command by its name.

        Movement keys never act, destructive keys ask, and an upper-case letter is the bigger sibling of the lower-case one. `Esc` only
        backs out. `--readonly` removes the group Act, and `Y`. The inspector is a flow's details, on a screen of their own or beside the
        list; *split* is beside the list only.

        ## Keys

        """

    private static let palette = """
        ## Command line

        `:` opens it. A few letters of a name are enough: `Enter` runs the chosen match, `Tab` writes it out and then goes through the
        others, `Up` brings earlier lines back. Every command of the tables above can be typed, and these:
        """

    private static let keysFile = """
        ## Keys of your own

        `$XDG_CONFIG_HOME/jotop/keys.conf` (or `~/.config/jotop/keys.conf`) has lines of tig's form:

            # bind VIEW KEY COMMAND
            bind tokens  D       evict
            bind generic Ctrl-t  time-format
            bind flows   m       none
            bind generic F5      :mint https://api.example.com

        A view is `generic` (all of them), `flows`, `tokens`, `events`, `inspector`, `reader` or `help`; a line for one view is the
        exception to a `generic` one. A key is a character, `Space`, `Enter`, `Tab`, `PgUp`, `F2`, `Ctrl-x` and the like; `Ctrl-c`, `Ctrl-z`
        and `Esc` stay what they are. A command is a name of the tables, a line for the palette after its colon, or `none`. The key does
        there what the line says, and no longer what it did. Two lines that want the same key in the same view, and names that do
        not exist, are refused at the start, with the lines and exit code 64. `:keys` shows the table in force.
        """
}

extension Binding.Group {
    /// Its name as a heading.
    package var title: String {
        switch self {
        case .out: "Taking along"
        default: rawValue
        }
    }
}
