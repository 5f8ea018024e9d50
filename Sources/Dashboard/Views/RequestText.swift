import Canvas
import ProxyCore

/// The request as it went upstream, and in the same list what the proxy changed in it.
struct RequestText {
    let record: FlowRecord
    let scene: Scene
    let width: Int

    var lines: [Line] {
        guard let end = record.known else { return [Line("Nothing has been sent upstream yet.")] }
        guard let request = end.request else {
            return [Line(end.wasRefused ? "No request went upstream." : "The head of this request was not kept.")]
        }
        return end.wasRefused ? received(request) : sent(request, end)
    }

    private func received(_ request: MessageCapture) -> [Line] {
        [Line("as received; nothing was sent", .dim)] + head(request, sent: nil)
    }

    private func sent(_ request: MessageCapture, _ end: FlowEnd) -> [Line] {
        let origin = end.clientVersion.flatMap { $0 == "HTTP/1.1" ? nil : "; it came by \($0)" } ?? ""
        var head = Line("as sent upstream" + origin, .dim)
        head.addRight("changed by jotop", .dim, total: width)
        var lines = [head]
        lines += self.head(request, sent: end.token)
        lines.append(Line("  body").padded(to: 19).adding(end.requestBytes > 0 ? end.requestBytes.bytes : "none", .dim))
        lines.append(.empty)
        let credentials = request.values(of: "authorization").count
        lines.append(Line("~ replaced   + added   - removed", .dim))
        lines.append(Line("Authorization fields on the wire: \(credentials)", credentials == 1 ? .text : .error))
        return lines
    }

    private func head(_ request: MessageCapture, sent: SentToken?) -> [Line] {
        Line.wrapped(Line("  "), startLine(request.startLine), width: width, indent: 4)
            + request.fields.flatMap { FieldText(field: $0, sent: sent, scene: scene, width: width).lines }
    }

    /// The start line names the path, so it is hidden as that is.
    private func startLine(_ line: String) -> String {
        scene.veil.level < 2 ? scene.veil.text(line) : "\(record.start.method) \(scene.veil.path(record.start.path))"
    }
}
