import Canvas
import Diagnosis

/// A finding on a line: verdict, subject, what was seen, and at the right end a detail, or the key that tells more.
struct FindingText {
    private static let textColumn = 16

    let finding: Finding
    let scene: Scene
    let width: Int

    var lines: [Line] {
        var head = Line("  ").adding(finding.verdict.rawValue, finding.verdict.role)
        head.add(" ")
        head.add(finding.subject.rawValue)
        head.pad(to: Self.textColumn)
        var lines = Line.wrapped(head, finding.text.text(scene), width: width)
        guard let beside = (finding.more ?? finding.aside)?.text(scene) ?? hint else { return lines }
        if lines.count == 1, lines[0].addRight(beside, .dim, total: width) { return lines }
        guard finding.more != nil || finding.aside == nil else { return lines }
        lines += Line.wrapped(Line(String(repeating: " ", count: Self.textColumn)), beside, .dim, width: width)
        return lines
    }

    /// `v: verify`
    private var hint: String? {
        guard finding.verdict == .unknown, let action = finding.action, let key = scene.keymap.key(for: action) else {
            return nil
        }
        return "\(key): \(action.rawValue.replacing("-", with: " "))"
    }
}

extension Verdict {
    var role: Role {
        switch self {
        case .fine, .none: .text
        case .evidence: .error
        case .unknown: .warn
        }
    }
}
