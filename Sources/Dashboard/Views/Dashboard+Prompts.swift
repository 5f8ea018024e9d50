import Canvas
import FlowFilter
import ProxyCore

/// The last two rows while a line is written: the prompt, and the keys or what is wrong with the line.
extension Dashboard {
    func drawFilterPrompt(on canvas: inout Canvas, _ layout: Layout) {
        guard let prompt = filterPrompt else { return }
        if let panel = layout.panel {
            for row in panel.rowRange { canvas.fill(row: row, columns: panel.columnRange) }
            FilterPanel(prompt, columns: size.columns).draw(on: &canvas, in: panel)
        }
        let note = toast?.text ?? FilterNote(self).text ?? FilterNote(self).matches
        let line = PromptLine(prompt.editor, sign: "/", note: Line(note, .dim), columns: 0..<size.columns)
        line.draw(on: &canvas, row: layout.contextRow, faults: prompt.error?.range ?? 0..<0)
        if let error = prompt.error, let column = line.column(of: error.range.lowerBound) {
            drawFault(error.description, under: column, on: &canvas, row: layout.hintsRow)
        } else {
            canvas.put(HintsLine(self).line, row: layout.hintsRow, columns: 0..<size.columns)
        }
    }

    /// A line of the command line's, or of a question's.
    func draw(_ prompt: PromptLine, on canvas: inout Canvas, _ layout: Layout) {
        let complaint = if case .palette(let palette) = dialog { palette.complaint } else { LineComplaint?.none }
        prompt.draw(on: &canvas, row: layout.contextRow, faults: complaint?.range ?? 0..<0)
        if let complaint, let column = prompt.column(of: complaint.range.lowerBound) {
            drawFault(complaint.description, under: column, on: &canvas, row: layout.hintsRow)
        } else {
            canvas.put(HintsLine(self).line, row: layout.hintsRow, columns: 0..<size.columns)
        }
    }

    /// What is wrong, beside a caret below where it is: to its right if there is room, else to its left.
    private func drawFault(_ text: String, under column: Int, on canvas: inout Canvas, row: Int) {
        canvas.put("^", row: row, column: column, style: Style(.error))
        let width = Canvas.width(text)
        let start = column + 2 + width <= size.columns || width + 1 > column ? column + 2 : column - width - 1
        canvas.put(text, row: row, column: start, limit: size.columns - 1, style: Style(.error))
    }
}
