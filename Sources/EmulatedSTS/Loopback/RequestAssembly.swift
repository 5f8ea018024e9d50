import NIOCore
import NIOHTTP1

/// A request on its way in.
struct RequestAssembly {
    let head: HTTPRequestHead
    private var body: [UInt8] = []
    private(set) var isTooLarge = false

    init(_ head: HTTPRequestHead) {
        self.head = head
    }

    /// Past the limit nothing is kept, but the rest is read, so that the client gets to read the refusal.
    mutating func append(_ bytes: ByteBuffer, limit: Int) {
        isTooLarge = isTooLarge || body.count + bytes.readableBytes > limit
        if isTooLarge {
            body = []
        } else {
            body += bytes.readableBytesView
        }
    }

    var request: LoopbackRequest {
        LoopbackRequest(method: head.method, target: head.uri, headers: head.headers, body: body)
    }
}
