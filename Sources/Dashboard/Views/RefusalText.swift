import Canvas
import ProxyCore

/// Why a flow got no token: the call to STS that refused it or, where that is forgotten, what the flow was told.
struct RefusalText {
    let record: FlowRecord
    let scene: Scene
    let width: Int
    /// Whether what can be tried stands above.
    var isBesideTries = false

    var lines: [Line] {
        let reason = FlowReason(record, scene)
        if let cause = reason.failedMint { return text(cause) }
        var lines: [Line] = []
        if let error = record.end?.error, !error.detail.isEmpty {
            lines += Line.wrapped(Line(), scene.veil.text(error.detail), width: width)
        }
        guard let latest = reason.latestFailure else { return lines }
        if !lines.isEmpty { lines.append(.empty) }
        lines.append(Line("Latest refusal of this audience").adding("   \(scene.time.clock(latest.time))", .dim))
        return lines + text(latest)
    }

    private func text(_ failure: TokenFailed) -> [Line] {
        FailureText(failure, scene, isBesideTries: isBesideTries, width: width).lines
    }
}
