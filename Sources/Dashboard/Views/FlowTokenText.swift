import Canvas
import Diagnosis
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

    var text: PaneText {
        guard let end = record.known else { return PaneText([Line("No token has been sent yet.")] + waiting) }
        guard let sent = end.token else { return withoutToken(end) }
        let fallback = Line("\(sent.id)   sha256:\(sent.print)   \(sent.length.bytes)")
        var text = PaneText(alarm)
        text.add(claims(of: sent.id, otherwise: fallback))
        return text
    }

    /// What it waits for, as long as it does.
    private var waiting: [Line] {
        let call = record.start.audiences.flatMap { scene.traffic.tokens[$0] }.flatMap { CallWords($0, scene) }
        return call.map { [Line($0.text)] } ?? []
    }

    /// Told above the claims of the first request that carried a token of somebody else's.
    private var alarm: [Line] {
        guard let change = scene.traffic.tokens.identityChanges[record.id] else { return [] }
        return Line.wrapped(
            Line("IDENTITY CHANGED", .error).adding("  "),
            "\(change.former) -> \(change.latter): \(change.list(scene.veil)). This request was the first to carry it.",
            width: width)
            + [.empty]
    }

    private func claims(of token: TokenID, otherwise: Line) -> PaneText {
        guard let generation = scene.traffic.tokens.generation(token) else {
            let gone = Line.wrapped(Line(), "Its claims are not kept any more: \(TokenShelf.reach).", width: width)
            return PaneText([otherwise] + gone)
        }
        return ClaimsText(generation, scene, width: width).text
    }

    private func withoutToken(_ end: FlowEnd) -> PaneText {
        if let held = end.heldToken {
            var text = PaneText([Line("\(held) was ready; nothing was sent."), .empty])
            text.add(claims(of: held, otherwise: Line("\(held)")))
            return text
        }
        guard end.use == .failed else { return PaneText([Line("This request never asked for a token.")]) }
        return PaneText(
            [Line("No token was to be had."), .empty] + RefusalText(record: record, scene: scene, width: width).lines)
    }
}
