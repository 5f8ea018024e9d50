/// A line of `keys.conf` that cannot be used, or two that cannot be used together.
package struct KeysFileError: Error, Sendable, CustomStringConvertible {
    package let file: String
    /// The lines as they stand in the file, with their numbers.
    package let lines: [(number: Int, text: String)]
    package let reason: String
    /// What to do about it.
    package let hint: String

    package init(file: String, lines: [(number: Int, text: String)], reason: String, remedy: String) {
        self.file = file
        self.lines = lines
        self.reason = reason
        hint = remedy
    }

    package var description: String { "\(file): \(reason)" }

    /// What to look at, and what to do; a line each.
    package var advice: String {
        let quoted = lines.map { "  line \($0.number)   \($0.text)" }
        return (quoted + ["  \(hint)"]).joined(separator: "\n")
    }
}
