import Canvas
import ProxyCore

/// The whole of a preflight, a line and a time for each step, over any view.
struct PreflightReader {
    private let report: PreflightReport?
    private let rules: UpstreamRules
    private let scene: Scene

    init(_ dashboard: Dashboard) {
        report = dashboard.live.facts.preflight
        rules = UpstreamRules(dashboard)
        scene = dashboard.scene
    }

    var title: String { report.map { "preflight  \($0.tally)" } ?? "preflight" }

    func lines(width: Int) -> [Line] {
        guard let report else { return [Line("No step has been looked at yet.")] }
        let entries = PreflightEntry.entries(of: report, .whole)
        let state = report.isComplete ? "looked at \(scene.time.clock(report.time))" : "running"
        return PreflightText(entries: entries, scene: scene, width: width, showsTimes: true).lines
            + PreflightText.underWay(report)
            + PreflightText(entries: rules.entries, scene: scene, width: width).lines
            + [.empty, Line("   \(state)   ", .dim).adding("P", .key).adding(" runs it again")]
    }
}

extension Dashboard {
    /// Whether the screen shows a preflight without a reader being opened for it.
    var showsWholePreflight: Bool {
        view == .flows && inspector == nil && reader == nil && !showsProblemsOnly && keys(of: .flows).isEmpty
            && !HelloScreen(self).isCut
    }
}
