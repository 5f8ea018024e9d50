import Canvas
import ProxyCore

/// The token that a flow carried; where it got none, why not.
struct FlowTokenText {
    private let record: FlowRecord
    private let scene: Scene
    private let width: Int

    init(_ record: FlowRecord, _ scene: Scene, width: Int) {
        self.record = record
        self.scene = scene
        self.width = width
    }

    var lines: [Line] {
        guard let end = record.end else { return [Line("Shown when the flow is over.")] }
        guard let sent = end.token else { return withoutToken(end) }
        guard let generation = scene.traffic.tokens.generation(sent.id) else {
            return [
                Line("\(sent.id)   sha256:\(sent.print)   \(sent.length.bytes)"),
                Line("Its claims are not kept any more."),
            ]
        }
        return ClaimsText(generation, scene, width: width).lines
    }

    private func withoutToken(_ end: FlowEnd) -> [Line] {
        guard end.use == .failed, let failure = FlowReason(record, scene).failedMint else {
            return [Line(end.use == .failed ? "No token was to be had." : "This request never asked for a token.")]
        }
        return FailureText(failure, scene, width: width).lines
    }
}
