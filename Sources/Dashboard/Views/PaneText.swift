/// The text of a pane, and which of its lines are claims that a cursor can stand on.
struct PaneText: Sendable {
    struct Stop: Sendable {
        /// The line on which the claim begins.
        let line: Int
        let claim: TokenClaim
    }

    var lines: [Line] = []
    var stops: [Stop] = []

    init(_ lines: [Line] = []) { self.lines = lines }

    mutating func add(_ lines: [Line], claim: TokenClaim? = nil) {
        if let claim { stops.append(Stop(line: self.lines.count, claim: claim)) }
        self.lines += lines
    }

    mutating func add(_ other: PaneText) {
        stops += other.stops.map { Stop(line: $0.line + lines.count, claim: $0.claim) }
        lines += other.lines
    }
}
