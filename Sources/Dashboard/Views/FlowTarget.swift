import ProxyCore

/// What a request was for: `GET api.example.com/v1/items`, or `GET /v1/items (no upstream)`.
struct FlowTarget: Sendable {
    private let method: String
    /// Host and path.
    let address: String

    var text: String { "\(method) \(address)" }

    init(_ start: FlowStart, _ veil: Veil) {
        let path = veil.path(start.path)
        method = start.method.description
        address = start.host.map { "\(veil.host($0))\(path)" } ?? "\(path) (no upstream)"
    }
}
