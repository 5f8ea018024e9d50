import Canvas
import ProxyCore

/// The life of a token as a fuse: `.` spent, `=` good, `!` the refresh window.
struct FuseBar {
    static let cells = 12

    let spent: Int
    let good: Int
    let window: Int

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
    }

    var line: Line {
        Line().adding(marks: String(repeating: ".", count: spent), .dim)
            .adding(marks: String(repeating: "=", count: good))
            .adding(String(repeating: "!", count: window), .warn)
    }
}
