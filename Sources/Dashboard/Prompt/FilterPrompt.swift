import FlowFilter

/// The prompt in which a filter is written: what stands in it, and what to go back to.
struct FilterPrompt: Sendable, Equatable {
    let view: ViewName
    var editor: LineEditor
    /// What was in force when it was opened.
    let former: FilterState
    let formerPosition: ListPosition
    /// Why the line is no filter; the last one that was stays in force meanwhile.
    var error: FilterError?
    var offer: FilterOffer
    /// Which of the offers stands in the line, if Tab has put one there.
    var taken: Int?
}

/// What would fit where the cursor stands.
struct FilterOffer: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        /// What is put into the line.
        let text: String
        /// How many rows it would find, where that is known.
        let count: Int?
        /// What stands before it: the number that a saved filter is called by.
        let label: String?

        init(_ text: String, count: Int? = nil, label: String? = nil) {
            self.text = text
            self.count = count
            self.label = label
        }
    }

    /// Entries of one kind: keys, hosts, saved filters.
    struct Group: Sendable, Equatable {
        let title: String
        let entries: [Entry]
        /// The characters of the line that an entry takes the place of.
        let range: Range<Int>
    }

    var groups: [Group] = []

    /// The entries in the order in which Tab goes through them.
    var all: [(entry: Entry, range: Range<Int>)] {
        groups.flatMap { group in group.entries.map { ($0, group.range) } }
    }

    static let none = FilterOffer()
}
