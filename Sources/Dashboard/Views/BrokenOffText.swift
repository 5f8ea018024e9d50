import Canvas
import ProxyCore

/// An answer of the upstream's that began and never came to its end: how far it came, and what broke it.
struct BrokenOffText {
    private let error: ProxyError
    private let end: FlowEnd
    private let scene: Scene
    private let width: Int

    init(_ error: ProxyError, _ end: FlowEnd, _ scene: Scene, width: Int) {
        self.error = error
        self.end = end
        self.scene = scene
        self.width = width
    }

    var lines: [Line] {
        let status = end.status.map { String($0) } ?? "nothing"
        let turn = error.code == .upstreamAborted ? "and broke off" : "and the exchange was broken off"
        var lines = Line.wrapped(Line(), "The upstream answered \(status) \(turn): \(came)", .error, width: width)
        if !error.detail.isEmpty {
            lines += Line.wrapped(Line("  "), scene.veil.text(error.detail), width: width)
        }
        return lines
    }

    private var came: String {
        let announced = end.response?.values(of: "content-length").first.flatMap { Int($0) }
        return "\(end.responseBytes.bytes) came" + (announced.map { " of \($0.grouped)" } ?? "")
    }
}
