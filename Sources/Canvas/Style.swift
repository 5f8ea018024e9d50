/// What a piece of text means. The terminal decides how that looks; no meaning is carried by colour alone.
package enum Role: UInt8, Sendable, Hashable, CaseIterable {
    case text
    /// Identifiers, units, what is over.
    case dim
    /// Column headers.
    case header
    case warn
    case error
    case info
    /// A key in the hints.
    case key
    /// A row that was not there a second ago.
    case fresh
    /// What a filter or search found.
    case match
    /// A substitute for text that was not fit to be shown.
    case cleaned
    /// What is wrong in a line that is being written.
    case fault
    /// Borders and rules.
    case rule
    /// The mode field: `FOLLOW`, `HOLD +9`, `PAUSED`.
    case mode
}

/// A role, and how the row it stands in is marked.
package struct Style: Sendable, Hashable {
    package enum Selection: UInt8, Sendable, Hashable { case none, focused, unfocused }

    package var role: Role
    package var selection: Selection

    package init(_ role: Role = .text, selection: Selection = .none) {
        self.role = role
        self.selection = selection
    }
}
