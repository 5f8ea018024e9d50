import Canvas

/// The mouse, for those who asked for it: everything it can do has a key.
extension Dashboard {
    private static let wheelRows = 3

    mutating func toggleMouse() -> [Effect] {
        hasMouse.toggle()
        show(hasMouse ? "mouse on: clicks select, Shift selects text" : "mouse off")
        return [.mouse(hasMouse)]
    }

    mutating func pointed(_ event: MouseEvent) -> [Effect] {
        switch event.deed {
        case .wheelUp: return turned(.up)
        case .wheelDown: return turned(.down)
        case .click: return clicked(event)
        }
    }

    private mutating func turned(_ key: Key) -> [Effect] {
        guard dialog == nil else { return [] }
        return (0..<Self.wheelRows).flatMap { _ in told(.key(key)) }
    }

    /// A click selects a row, and opens the one that is selected already.
    private mutating func clicked(_ event: MouseEvent) -> [Effect] {
        guard dialog == nil, reader == nil, !isTooSmall, let list = layout.list,
            list.columnRange.contains(event.column), list.rowRange.dropFirst().contains(event.row)
        else { return [] }
        let keys = keys(of: view)
        let top = drawn[view].map { keys.index(notBelow: $0.top) } ?? window(of: view).first
        let index = top + event.row - list.row - 1
        guard index < keys.count else { return [] }
        guard selectedKey(in: view) != keys[index] else { return told(.key(.enter)) }
        select(keys[index], in: view)
        followSelection()
        pinWhatIsRead()
        return []
    }
}
