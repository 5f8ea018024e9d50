import Canvas
import Diagnosis
import ProxyCore

/// What there is to say of a claim beside it: how it differs from the token before, and what it is for.
struct ClaimNote {
    let entry: ClaimDiff.Entry
    /// Whether there is a token before to compare it with.
    let isCompared: Bool
    let meaning: String?
    let scene: Scene

    func line(width: Int) -> Line {
        guard isCompared else { return Line(meaning ?? "", .dim).cut(to: width) }
        guard entry.change != .same else {
            var line = Line("= same", .dim)
            if let meaning { line.add("   \(meaning)", .dim) }
            return line.cut(to: width)
        }
        let sign = entry.change == .identity ? "!" : entry.old == nil ? "+" : entry.new == nil ? "-" : "~"
        let line = Line("\(sign) \(was)", entry.change.role)
        guard entry.change == .identity else { return line.cut(to: width) }
        let alarm = "  IDENTITY CHANGED"
        return line.cut(to: max(8, width - alarm.count)).adding(alarm, .error)
    }

    private var was: String {
        entry.old.map { "was \(ClaimValue(name: entry.name, value: $0, scene: scene).brief)" } ?? "was not there"
    }
}

extension ClaimChange {
    var role: Role {
        switch self {
        case .same: .dim
        case .expected: .info
        case .note: .warn
        case .identity: .error
        }
    }
}
