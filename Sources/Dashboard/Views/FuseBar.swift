import Canvas
import ProxyCore

/// The life of a token as a fuse: `.` spent, `=` good, `!` the refresh window. Where the terminal has blocks, the cell that
/// burns shows how many eighths of it are left.
struct FuseBar {
    static let cells = 12

    let spent: Int
    let good: Int
    let window: Int
    /// What is left of the first good cell, 1 to 8.
    let eighths: Int

    init(_ generation: TokenGeneration, at now: WallTime) {
        let life = max(1, generation.life.milliseconds)
        let age = (generation.born.duration(to: now) + generation.aging).milliseconds
        let ahead = generation.refreshAt.duration(to: generation.dies).milliseconds
        let cells = Int64(Self.cells)
        let spent = Int(min(max(age * cells / life, 0), cells))
        // A refresh window that is there at all takes a cell; what is spent of it is spent.
        let window = ahead > 0 ? Int(min(max((ahead * cells + life / 2) / life, 1), cells)) : 0
        self.spent = spent
        self.window = min(window, Self.cells - spent)
        good = max(0, Self.cells - spent - self.window)
        eighths = 8 - Int(max(0, age) * cells * 8 / life % 8)
    }

    var line: Line {
        var line = Line().adding(marks: String(repeating: ".", count: spent), .dim)
        if good > 0 { line.add([Glyph(Glyph.Sign(eighths: eighths))]) }
        if good > 1 { line.add(Array(repeating: Glyph(.whole), count: good - 1)) }
        return line.adding(String(repeating: "!", count: window), .warn)
    }
}
