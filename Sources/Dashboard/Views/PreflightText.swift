import Canvas
import Diagnosis
import ProxyCore

/// The steps from the configuration to a token, as far as they have been looked at: a verdict each, and the remedy of
/// what did not go well below it.
struct PreflightText {
    private static let textColumn = 20

    let entries: [PreflightEntry]
    let scene: Scene
    let width: Int
    /// Whether each step says how long it took.
    var showsTimes = false

    var lines: [Line] { entries.flatMap(lines) }

    private func lines(_ entry: PreflightEntry) -> [Line] {
        var head = Line("   ").adding(entry.verdict.rawValue, entry.verdict.role).adding(" ").adding(entry.name)
        head.pad(to: Self.textColumn)
        var lines = Line.wrapped(head, scene.veil.text(entry.text), width: width)
        // Beside the text where there is room; a line more would be too much for it.
        if showsTimes, let took = entry.took, let last = lines.indices.last {
            lines[last].addRight(took.measured, .dim, total: width)
        }
        guard let remedy = entry.remedy else { return lines }
        return lines + RemedyText.lines(remedy, scene, indent: Self.textColumn, role: .info, width: width)
    }

    /// The step that is being looked at; none once all have been.
    static func underWay(_ report: PreflightReport) -> [Line] {
        guard !report.isComplete else { return [] }
        let seen = Set(report.checks.map(\.step))
        let next = PreflightStep.allCases.first { !seen.contains($0) }
        return [Line("   .. \(next?.rawValue ?? "more")", .dim)]
    }
}

extension PreflightReport {
    /// `9 ok, 1 failed, 1 unknown, 2 skipped`
    var tally: String {
        let words: [(PreflightCheck.Verdict, String)] = [
            (.ok, "ok"), (.failed, "failed"), (.unknown, "unknown"), (.skipped, "skipped"),
        ]
        let parts = words.compactMap { verdict, word -> String? in
            let count = checks.count { $0.verdict == verdict }
            return count > 0 ? "\(count) \(word)" : nil
        }
        return parts.isEmpty ? "nothing looked at yet" : parts.joined(separator: ", ")
    }
}
