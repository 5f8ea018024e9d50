/// A column of a list where it stands on a screen.
struct PlacedColumn<Column: ListColumn>: Sendable, Equatable {
    let column: Column
    let title: String
    /// From the list's first column.
    let start: Int
    let width: Int
}
