import AWSClient
import HTTPTypes
import ProxyCore
import Synchronization

/// An issuer without a network: its keys can be changed, it can fall silent, and it counts what it was asked for.
final class ScriptedIssuer: HTTPTransport {
    private struct State {
        var keys: [JSONValue] = []
        var fault: TransportError?
        var named: String
        var asked: [String] = []
    }

    let name: String
    private let state: Mutex<State>

    init(_ name: String, keys: [JSONValue]) {
        self.name = name
        state = Mutex(State(keys: keys, named: name))
    }

    var asked: [String] { state.withLock { $0.asked } }
    func publish(_ keys: [JSONValue]) { state.withLock { $0.keys = keys } }
    func fail(_ fault: TransportError?) { state.withLock { $0.fault = fault } }
    /// Its discovery document speaks for another issuer.
    func impersonate(_ other: String) { state.withLock { $0.named = other } }

    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse {
        let path = request.head.path ?? ""
        let (body, fault) = state.withLock { state in
            state.asked.append("\(request.head.authority ?? "")\(path)")
            let isKeys = path.hasSuffix("/keys")
            let keys = JSONValue.object(["keys": .array(state.keys)])
            let discovery = JSONValue.object([
                "issuer": .string(state.named), "jwks_uri": .string("https://\(request.head.authority ?? "")/keys"),
            ])
            return ((isKeys ? keys : discovery).description, state.fault)
        }
        if let fault { throw fault }
        return TransportResponse(head: HTTPResponse(status: .ok), body: Array(body.utf8))
    }
}
