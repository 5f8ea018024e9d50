package import Canvas

extension Dashboard {
    /// What the screen shows: a function of the state alone.
    package func render() -> Canvas {
        var canvas = Canvas(size: size)
        guard !isTooSmall else {
            TooSmallScreen(self).draw(on: &canvas)
            return canvas
        }
        let layout = layout
        IdentityStrip(self).draw(on: &canvas)
        TabBar(self).draw(on: &canvas)
        if case .help(let entry, let choice) = dialog {
            HelpScreen(self).draw(on: &canvas, highlighting: entry, choice: choice)
        } else {
            drawBody(on: &canvas, layout)
            ConfirmBox(self)?.draw(on: &canvas, in: layout.body)
            MenuBox(self)?.draw(on: &canvas, in: layout.body)
            PaletteBox(self)?.draw(on: &canvas, in: layout.body)
            ColumnsBox(self)?.draw(on: &canvas, in: layout.body)
        }
        drawLastRows(on: &canvas, layout)
        return canvas
    }

    private func drawLastRows(on canvas: inout Canvas, _ layout: Layout) {
        if filterPrompt != nil, dialog == nil { return drawFilterPrompt(on: &canvas, layout) }
        if let prompt = promptLine ?? searchPrompt { return draw(prompt, on: &canvas, layout) }
        canvas.put(ContextLine(self).line, row: layout.contextRow, columns: 0..<size.columns)
        canvas.put(HintsLine(self).line, row: layout.hintsRow, columns: 0..<size.columns)
    }

    private func drawBody(on canvas: inout Canvas, _ layout: Layout) {
        if let list = layout.list {
            switch view {
            case .flows: FlowsList(self, region: list).draw(on: &canvas)
            case .tokens: TokensList(self, region: list).draw(on: &canvas)
            case .events: EventsList(self, region: list).draw(on: &canvas)
            }
        }
        if let timeline = layout.timeline { TimelinePane(self, region: timeline).draw(on: &canvas) }
        if let summary = layout.summary { SummaryPane(self, region: summary).draw(on: &canvas) }
        DetailPane(self, layout: layout)?.draw(on: &canvas)
        if let pane = layout.pane, layout.isBeside {
            for row in pane.rowRange {
                canvas.put([Glyph(.vertical)], row: row, column: pane.column - 1, style: Style(.rule))
            }
        }
        if let strip = layout.strip { EventsStrip(self, region: strip).draw(on: &canvas) }
    }
}
