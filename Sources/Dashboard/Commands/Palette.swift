import Canvas
import ProxyCore

/// The command line: what is typed, and which of the matches is chosen.
struct Palette: Sendable, Equatable {
    var editor = LineEditor()
    /// Counted from the best match.
    var chosen = 0
    /// What is wrong with the line as it stands.
    var complaint: LineComplaint?
    /// What was typed before Tab put a match in its place.
    var typed: String?

    init(editor: LineEditor = LineEditor(), complaint: LineComplaint? = nil) {
        self.editor = editor
        self.complaint = complaint
    }

    /// A line that fits what was typed.
    struct Match: Sendable, Hashable {
        /// The line it stands for.
        let line: String
        let argument: String?
        let keys: String
        let help: String

        /// The line, and a blank where an argument may follow.
        var written: String { argument == nil ? line : line + " " }
    }

    /// What the matches are looked for by.
    var search: String { typed ?? editor.text }

    mutating func edited() { (typed, chosen, complaint) = (nil, 0, nil) }

    /// Puts the chosen match into the line; the next one, if one stands there already.
    mutating func complete(with matches: [Match], step: Int) {
        guard !matches.isEmpty else { return }
        complaint = nil
        chosen = min(chosen, matches.count - 1)
        let isWritten = editor.text == matches[chosen].written
        if typed == nil { typed = editor.text }
        if isWritten { chosen = (chosen + step + matches.count) % matches.count }
        editor.write(matches[chosen].written)
    }
}
