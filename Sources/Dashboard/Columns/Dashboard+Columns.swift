/// Choosing the columns of a list.
extension Dashboard {
    /// Carries out what a key asks of the open list of columns.
    mutating func chooseColumns(_ action: Action) -> [Effect] {
        guard case .columns(var chooser) = dialog else {
            dialog = .columns(ColumnChooser(view: view, former: columns))
            return []
        }
        let last = columns.rows(of: chooser.view).count - 1
        switch action {
        case .up: chooser.chosen = max(0, chooser.chosen - 1)
        case .down: chooser.chosen = min(last, chooser.chosen + 1)
        case .turnColumn:
            if !columns.turn(chooser.chosen, in: chooser.view) { show("one column has to stay") }
        case .columnEarlier: chooser.chosen = columns.move(chooser.chosen, by: -1, in: chooser.view)
        case .columnLater: chooser.chosen = columns.move(chooser.chosen, by: 1, in: chooser.view)
        case .resetColumns: columns.reset(chooser.view)
        default: return closeColumns(chooser)
        }
        dialog = .columns(chooser)
        return []
    }

    private mutating func closeColumns(_ chooser: ColumnChooser) -> [Effect] {
        dialog = nil
        // A column by which nothing shows that rows are sorted would be a riddle.
        if let sort = flowsListing.sort, sort.column != .time, !flowColumns.columns.contains(sort.column) {
            dropSort()
            show("by time again: the column that it was sorted by is gone")
        }
        return columns == chooser.former ? [] : [.keepColumns(columns)]
    }
}
