import ProxyCore

/// What a request was for: `GET api.example.com/v1/items`, or `GET /v1/items (no upstream)`.
struct FlowTarget: Sendable {
    let text: String

    init(_ start: FlowStart, _ veil: Veil) {
        let path = veil.path(start.path)
        text =
            start.host.map { "\(start.method) \(veil.host($0))\(path)" } ?? "\(start.method) \(path) (no upstream)"
    }
}
