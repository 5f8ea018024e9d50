/// One pass over bytes that finds the patterns of a table, or parts of them.
struct SecretSweep {
    private let table: PatternTable
    private(set) var found: [(range: Range<Int>, secret: Int)] = []
    /// How many bytes were compared with a pattern's: the work, for tests.
    private(set) var compared = 0
    /// Before it, no part begins that is not found yet.
    private var resume = 0

    init(_ table: PatternTable) { self.table = table }

    mutating func run(over text: [UInt8]) {
        guard !table.isEmpty else { return }
        var latest: UInt128 = 0
        for index in text.indices {
            latest = latest << 8 | UInt128(text[index])
            whole(latest, end: index + 1)
            let start = index + 1 - PatternTable.window
            if start >= resume { part(UInt64(truncatingIfNeeded: latest), at: start, of: text) }
        }
    }

    private mutating func whole(_ latest: UInt128, end: Int) {
        for length in table.lengths where length <= end {
            guard let pattern = table.whole(latest, length: length) else { continue }
            found.append((end - length..<end, table.patterns[pattern].secret))
        }
    }

    /// Takes the longest part that goes through a window.
    private mutating func part(_ window: UInt64, at start: Int, of text: [UInt8]) {
        var longest: (range: Range<Int>, secret: Int)?
        for place in table.places(of: window) {
            let pattern = table.patterns[place.pattern]
            let range = common(pattern.bytes, place.offset, text, start)
            guard range.count >= PatternTable.run, range.count > longest?.range.count ?? 0 else { continue }
            longest = (range, pattern.secret)
        }
        guard let longest else { return }
        found.append(longest)
        // The next may overlap this one's end.
        resume = longest.range.upperBound - PatternTable.window + 1
    }

    /// What is the same in a pattern and in the text around a window that is. Backwards no further than a run: what stands
    /// before was found already.
    private mutating func common(_ pattern: [UInt8], _ offset: Int, _ text: [UInt8], _ start: Int) -> Range<Int> {
        var (before, after) = (0, PatternTable.window)
        while before < PatternTable.run, offset > before, start > before,
            pattern[offset - before - 1] == text[start - before - 1]
        {
            before += 1
        }
        while offset + after < pattern.count, start + after < text.count,
            pattern[offset + after] == text[start + after]
        {
            after += 1
        }
        compared += before + after
        return (start - before)..<(start + after)
    }
}
