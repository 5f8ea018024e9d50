package import ProxyCore

/// A flow as it leaves the program, with what its events alone do not tell.
package struct ExportedFlow: Sendable {
    package let start: FlowStart
    /// How it ended, or how far it has come.
    package let end: FlowEnd?
    /// Whether it is over.
    package let isOver: Bool
    /// What was likely wrong, in a word, where that is known.
    package let cause: String?

    package init(start: FlowStart, end: FlowEnd?, isOver: Bool = true, cause: String? = nil) {
        self.start = start
        self.end = end
        self.isOver = isOver
        self.cause = cause
    }
}
