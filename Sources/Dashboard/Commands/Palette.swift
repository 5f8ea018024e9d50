import Canvas

/// The command line: what is typed, and which of the matches is chosen.
struct Palette: Sendable, Equatable {
    var editor = LineEditor()
    /// Counted from the best match.
    var chosen = 0
    /// What was typed before Tab put a match in its place.
    var typed: String?

    /// A line that fits what was typed.
    struct Match: Sendable, Hashable {
        /// The line it stands for.
        let line: String
        let argument: String?
        let keys: String
        let help: String
    }

    /// What the matches are looked for by.
    var search: String { typed ?? editor.text }

    mutating func edited() { (typed, chosen) = (nil, 0) }

    /// Puts the chosen match into the line; the next one, if one stands there already.
    mutating func complete(with matches: [Match], step: Int) {
        guard !matches.isEmpty else { return }
        if typed == nil {
            typed = editor.text
            if step < 0 { chosen = matches.count - 1 }
        } else {
            chosen = (chosen + step + matches.count) % matches.count
        }
        let match = matches[min(chosen, matches.count - 1)]
        editor.write(match.line + (match.argument == nil || match.line.contains(" ") ? "" : " "))
    }
}
