import Canvas

/// What to do about something, as its author broke it into lines: a policy statement keeps its shape.
enum RemedyText {
    /// How far a line that did not fit is indented further.
    private static let hanging = 2

    /// - Parameter indent: the column where each line begins.
    static func lines(_ remedy: String, _ veil: Veil, indent: Int = 0, role: Role = .text, width: Int) -> [Line] {
        remedy.split(separator: "\n", omittingEmptySubsequences: false).flatMap { part in
            let text = part.drop { $0 == " " }
            // Deep indentation must leave room for the text.
            let own = min(part.count - text.count, max(0, (width - indent) / 2))
            let start = indent + own
            return Line.wrapped(
                Line(String(repeating: " ", count: start)), veil.text(String(text)), role, width: width,
                indent: start + hanging)
        }
    }
}
