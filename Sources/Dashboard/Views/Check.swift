import Canvas
import ProxyCore

/// One line of evidence: a verdict, what it is about, and what was seen.
struct Check {
    /// The four verdicts there are, and no other. One stands only before what was really looked at.
    enum Verdict: String {
        case fine = "ok"
        case evidence = "!!"
        case unknown = "??"
        case none = "--"

        var role: Role {
            switch self {
            case .fine, .none: .text
            case .evidence: .error
            case .unknown: .warn
            }
        }
    }

    private static let textColumn = 16

    let verdict: Verdict
    let name: String
    var text: String
    /// A detail for the right end of the line.
    var aside = ""
    /// A line below.
    var below: String?

    init(_ verdict: Verdict, _ name: String, _ text: String, aside: String = "", below: String? = nil) {
        self.verdict = verdict
        self.name = name
        self.text = text
        self.aside = aside
        self.below = below
    }

    func lines(width: Int) -> [Line] {
        var head = Line("  ").adding(verdict.rawValue, verdict.role).adding(" ").adding(name)
        head.pad(to: Self.textColumn)
        var lines = Line.wrapped(head, text, width: width)
        if lines.count == 1 { lines[0].addRight(aside, .dim, total: width) }
        if let below {
            lines += Line.wrapped(Line(String(repeating: " ", count: Self.textColumn)), below, .dim, width: width)
        }
        return lines
    }
}
