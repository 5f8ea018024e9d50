package import NIOHTTP1

/// A request with its whole body, as the server received it.
package struct LoopbackRequest: Sendable {
    package let method: HTTPMethod
    /// Path and query as they stand in the request line.
    package let target: String
    package let headers: HTTPHeaders
    package let body: [UInt8]

    package init(method: HTTPMethod, target: String, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The target up to its query.
    package var path: String { String(target.prefix { $0 != "?" }) }

    /// The target after its question mark; empty without one.
    package var query: Substring { target.drop { $0 != "?" }.dropFirst() }
}
