package import Canvas

/// One line of the key table: keys, what they do, where they do it, and the words for it.
package struct Binding: Sendable {
    /// The part of the help screen that a binding stands in.
    package enum Group: String, Sendable, Hashable, CaseIterable {
        case move = "Move"
        case list = "List"
        case view = "View"
        case look = "Look"
        case act = "Act"
        case out = "Out"
        case app = "App"
        case answer = "Answer"
    }

    /// The first one is the one shown in hints.
    package let keys: [Key]
    package let action: Action
    package let group: Group
    package let places: Set<Place>
    /// What it does, for the help screen; neighbours with the same text share a line there.
    package let help: String
    /// One word for the hints line; nil keeps it off.
    package let hint: String?
    /// The line for the palette that a user's key stands for.
    package let line: String?

    package init(
        _ keys: [Key], _ action: Action, _ group: Group, in places: Set<Place>, help: String, hint: String? = nil,
        line: String? = nil
    ) {
        self.keys = keys
        self.action = action
        self.group = group
        self.places = places
        self.help = help
        self.hint = hint
        self.line = line
    }
}
