package import HTTPTypes

/// One HTTP exchange with a service: all that this module asks of an HTTP client.
package protocol HTTPTransport: Sendable {
    /// Sends `request` once and gives back the whole answer, whatever its status.
    ///
    /// It follows no redirect and repeats nothing. It returns within `timeout`, also when the answer stops in the
    /// middle, and at once with `cancelled` when its task is cancelled.
    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportError) -> TransportResponse
}

/// A request with its whole body.
package struct TransportRequest: Sendable {
    /// Method, scheme, authority, path and fields. `Host` and `Content-Length` follow from authority and body.
    package var head: HTTPRequest
    package var body: [UInt8]
    /// The largest answer to read, in bytes; a larger one is `bodyTooLarge`.
    package var maximumBodySize: Int
    /// Whether it goes straight there, whatever `HTTP_PROXY` says: addresses of this very machine or instance.
    package var avoidsProxy: Bool

    package init(
        head: HTTPRequest, body: [UInt8] = [], maximumBodySize: Int = 262_144, avoidsProxy: Bool = false
    ) {
        self.head = head
        self.body = body
        self.maximumBodySize = maximumBodySize
        self.avoidsProxy = avoidsProxy
    }
}

/// A complete answer.
package struct TransportResponse: Sendable {
    package var head: HTTPResponse
    package var body: [UInt8]

    package init(head: HTTPResponse, body: [UInt8] = []) {
        self.head = head
        self.body = body
    }
}

extension TransportResponse: CustomStringConvertible, CustomReflectable {
    /// The status and the length: the body may be a token.
    package var description: String { "\(head.status.code), \(body.count) bytes" }
    package var customMirror: Mirror { Mirror(self, children: ["status": head.status.code, "length": body.count]) }
}

extension TransportRequest: CustomStringConvertible, CustomReflectable {
    /// Where it goes and how long it is: the fields hold a session token.
    package var description: String { "\(head.method) \(head.authority ?? "")\(head.path ?? ""), \(body.count) bytes" }
    package var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
