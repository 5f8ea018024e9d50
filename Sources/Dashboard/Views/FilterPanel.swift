import Canvas
import ProxyCore

/// What would fit where the cursor of the prompt stands: lines above the prompt.
struct FilterPanel {
    private let prompt: FilterPrompt
    private let isWide: Bool

    init(_ prompt: FilterPrompt, columns: Int) {
        self.prompt = prompt
        isWide = columns >= Layout.wide
    }

    /// The rows that it takes on a screen, its title included.
    static func rows(_ size: Canvas.Size) -> Int {
        size.columns >= Layout.wide && size.rows >= Layout.belowRows ? 5 : 3
    }

    func draw(on canvas: inout Canvas, in region: Region) {
        canvas.putRule(Line("completing"), row: region.row, columns: region.columnRange)
        var row = region.row + 1
        for (index, group) in prompt.offer.groups.enumerated() where row < region.rowRange.upperBound {
            let before = prompt.offer.groups[..<index].reduce(0) { $0 + $1.entries.count }
            canvas.put(line(group, from: before, width: region.columns - 1), row: row, columns: region.columnRange)
            row += 1
        }
        guard prompt.offer.groups.isEmpty else { return }
        canvas.put(Line("   nothing to offer here", .dim), row: row, columns: region.columnRange)
    }

    /// As many entries as there is room for; the one that stands in the prompt is among them.
    private func line(_ group: FilterOffer.Group, from number: Int, width: Int) -> Line {
        var head = Line("   ")
        if isWide { head = head.adding(group.title, .dim).padded(to: 12) }
        let taken = prompt.taken.map { $0 - number }.flatMap { group.entries.indices.contains($0) ? $0 : nil }
        var first = 0
        while true {
            var line = head
            var shown = first
            for (index, entry) in group.entries.enumerated().dropFirst(first) {
                let count = entry.count.map { " \($0.grouped)" } ?? ""
                let label = entry.label.map { "\($0) " } ?? ""
                let needed = label.count + Canvas.width(entry.text) + count.count + 2
                guard line.width + needed <= width || index == first else { break }
                line.add(label, .dim)
                line.add(
                    Canvas.fit(entry.text, width: max(8, width - line.width - count.count)),
                    index == taken ? .match : .text)
                line.add(count, .dim)
                line.add(isWide ? "   " : "  ")
                shown = index
            }
            guard let taken, taken > shown else { return line }
            first = taken
        }
    }
}
