/// The list of a view's columns, with one of them chosen.
struct ColumnChooser: Sendable, Equatable {
    /// A column, and what its reader wants of it.
    struct Row: Sendable, Equatable {
        let name: String
        let meaning: String
        let wish: ColumnWish
    }

    let view: ViewName
    var chosen = 0
    /// What there was when it was opened.
    let former: ColumnChoice
}

extension ColumnChoice {
    func rows(of view: ViewName) -> [ColumnChooser.Row] {
        view == .tokens ? Self.rows(tokens) : Self.rows(flows)
    }

    private static func rows<Column>(_ set: ColumnSet<Column>) -> [ColumnChooser.Row] {
        set.entries.map { ColumnChooser.Row(name: $0.column.name, meaning: $0.column.meaning, wish: $0.wish) }
    }

    mutating func turn(_ index: Int, in view: ViewName) -> Bool {
        view == .tokens ? tokens.turn(index) : flows.turn(index)
    }

    mutating func move(_ index: Int, by step: Int, in view: ViewName) -> Int {
        view == .tokens ? tokens.move(index, by: step) : flows.move(index, by: step)
    }

    mutating func reset(_ view: ViewName) {
        if view == .tokens { tokens = ColumnSet() } else { flows = ColumnSet() }
    }
}
