/// What was done with a mouse, on a terminal that was asked to tell.
package struct MouseEvent: Sendable, Hashable {
    package enum Deed: Sendable, Hashable {
        /// The first button went down.
        case click
        case wheelUp, wheelDown
    }

    package let deed: Deed
    /// Counted from 0.
    package let row: Int
    /// Counted from 0.
    package let column: Int

    package init(_ deed: Deed, row: Int, column: Int) {
        (self.deed, self.row, self.column) = (deed, row, column)
    }
}
