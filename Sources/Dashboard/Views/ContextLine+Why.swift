import Canvas
import Diagnosis

extension ContextLine {
    /// `!! 1   ?? 2   ok 4   -- 1`: how the checks of Why came out, those below the pane's end among them; nil in any other tab, and
    /// where nothing was checked.
    var checksTally: Line? {
        guard dashboard.showsWhy, let flow = dashboard.inspector?.flow,
            let record = dashboard.shown.flows.record(of: flow)
        else { return nil }
        let verdicts = WhyText.checks(of: record, dashboard.scene).map(\.verdict)
        guard verdicts.contains(where: { $0 != .none }) else { return nil }
        let gap = String(repeating: " ", count: columns >= Layout.wide ? 3 : 2)
        let order: [Verdict] = [.evidence, .unknown, .fine, .none]
        return order.reduce(nil as Line?) { line, verdict in
            let count = verdicts.count { $0 == verdict }
            guard count > 0 else { return line }
            return (line.map { $0.adding(gap) } ?? Line()).adding(verdict.rawValue, verdict.role).adding(" \(count)")
        }
    }
}
