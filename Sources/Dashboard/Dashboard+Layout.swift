import Canvas

/// Which layout a view has just now.
extension Dashboard {
    /// Where the pane stands beside a list, if this screen has room for both.
    var side: Split.Side? { split.side(on: size) }

    /// The layout of what is on screen now.
    var layout: Layout {
        guard let reader else { return layout(of: view) }
        let below = layout(of: view)
        return reader.subject.belongs(to: view) && below.isBeside
            ? below : Layout(size: size, content: .whole)
    }

    func layout(of view: ViewName) -> Layout {
        var layout = Layout(
            size: size, content: content(of: view), split: split, hasStrip: view != .events && !split.isZoomed)
        if filterPrompt?.view == view { layout.openPanel(rows: FilterPanel.rows(size)) }
        return layout
    }

    /// Whether keys go to the list, and not to a pane.
    var listHasKeys: Bool { reader == nil && (inspector == nil || view != .flows) }

    private func content(of view: ViewName) -> Layout.Content {
        let side = split.isZoomed || rowCount(in: view) == 0 ? nil : side
        switch view {
        case .flows:
            guard let side else { return inspector == nil ? .list : .whole }
            return .split(side, paneHasKeys: inspector != nil)
        case .tokens: return .tokens(count: shown.tokens.count, hasPane: side == .beside)
        case .events:
            if split.isZoomed, self.side != nil { return .list }
            return side == .beside ? .split(.beside, paneHasKeys: reader != nil) : .half
        }
    }
}

// MARK: - Changing it

extension Dashboard {
    mutating func resize(_ isLarger: Bool) {
        guard canResize else { return show("nothing to resize: no pane stands beside or below the list") }
        split.grow(isLarger, isListFocused: listHasKeys, on: size)
    }

    /// Whether list and pane share the room in a ratio.
    var canResize: Bool {
        let layout = layout
        guard layout.list != nil, layout.pane != nil else { return false }
        return layout.isBeside || view == .flows
    }

    mutating func turnSplit() {
        guard split.turn(on: size) else {
            return show("no room to split otherwise: beside wants 121 columns, below 100 columns and 20 rows")
        }
        split.isZoomed = false
    }

    mutating func zoom() {
        guard canZoom else { return show("nothing to zoom: one pane is on this screen") }
        split.isZoomed.toggle()
    }

    /// Whether there is a second pane on screen, or would be.
    var canZoom: Bool {
        let layout = layout
        guard side != nil, rowCount(in: view) > 0 else { return false }
        return split.isZoomed || (layout.list != nil && layout.pane != nil)
    }

    /// From the list to its pane and back; to the next view where the list has none.
    mutating func turnPane(_ direction: Int) {
        if reader != nil {
            reader = nil
        } else if view == .flows, inspector != nil {
            inspector = nil
        } else if layout.list != nil, layout.pane != nil, view == .flows || layout.isBeside {
            if view == .flows { inspect(tab) } else { open() }
        } else {
            turnView(direction)
        }
    }
}
