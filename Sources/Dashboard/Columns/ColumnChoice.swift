/// Which columns the lists have, as a reader chose; kept from one run to the next.
package struct ColumnChoice: Sendable, Equatable {
    var flows = ColumnSet<FlowColumns.Column>()
    var tokens = ColumnSet<TokenColumns.Column>()

    package init() {}

    /// - Parameter text: whatever a file had in it; what cannot be read is as it usually is.
    package init(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            switch words.first {
            case "flows": flows = ColumnSet(words.dropFirst())
            case "tokens": tokens = ColumnSet(words.dropFirst())
            default: break
            }
        }
    }

    /// As ``init(_:)`` reads it, with a line for whoever opens the file.
    package var text: String {
        let lines = [("flows", flows.words), ("tokens", tokens.words)].map { ([$0] + $1).joined(separator: " ") }
        return ([Self.introduction] + lines).map { $0 + "\n" }.joined()
    }

    private static let introduction =
        "# Columns in their order: + shown, ~ shown on screens of 100 columns or more, - not shown. C on the dashboard writes this."
}
