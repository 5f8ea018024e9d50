package import NIOHTTP1

/// An answer, and the way it goes over the wire.
package struct LoopbackResponse: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// That many times the same byte, sent in chunks, never whole in memory.
        case filler(UInt8, count: Int)

        package var count: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .filler(_, let count): count
            }
        }
    }

    /// How the answer is sent. All but the first two are faults.
    package enum Delivery: Sendable, Equatable {
        case whole
        /// The body in pieces of that many bytes, each in a packet of its own.
        case pieces(of: Int)
        /// The head promises the whole body, and the connection closes after that many bytes of it.
        case cut(after: Int)
        /// No answer; the connection is reset.
        case reset
        /// No answer; the connection stays open until the other side closes it.
        case hang
    }

    package var status: HTTPResponseStatus
    package var headers: HTTPHeaders
    package var body: Body
    package var delivery = Delivery.whole

    package init(status: HTTPResponseStatus, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(status: HTTPResponseStatus, type: String, text: String) {
        self.init(status: status, headers: ["Content-Type": type], body: .bytes(Array(text.utf8)))
    }
}
