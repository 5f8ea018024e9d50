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
        guard let end = record.known else { return [Line("No token has been sent yet.")] }
        guard let sent = end.token else { return withoutToken(end) }
        let fallback = Line("\(sent.id)   sha256:\(sent.print)   \(sent.length.bytes)")
        return claims(of: sent.id, otherwise: fallback)
    }

    private func claims(of token: TokenID, otherwise: Line) -> [Line] {
        guard let generation = scene.traffic.tokens.generation(token) else {
            return [otherwise, Line("Its claims are not kept any more.")]
        }
        return ClaimsText(generation, scene, width: width).lines
    }

    private func withoutToken(_ end: FlowEnd) -> [Line] {
        if let held = end.heldToken {
            return [Line("\(held) was ready; nothing was sent."), .empty] + claims(of: held, otherwise: Line("\(held)"))
        }
        guard end.use == .failed else { return [Line("This request never asked for a token.")] }
        return [Line("No token was to be had."), .empty] + RefusalText(record, scene, width: width).lines
    }
}
