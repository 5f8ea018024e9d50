import HTTPWire
import NIOCore
import NIOHPACK
import ProxyCore

/// Heads as they go out by HTTP/2.
extension HPACKHeaders {
    /// A request (RFC 9113, section 8.3.1).
    init(_ request: UpstreamRequest) {
        self.init()
        reserveCapacity(request.head.fields.spans.count + 5)
        let target = request.route.target
        add(name: ":method", value: request.head.methodText)
        add(name: ":scheme", value: target.scheme.rawValue)
        add(name: ":authority", value: target.authority)
        add(name: ":path", value: String(buffer: request.path))
        add(kept: request.head.fields)
        // The same for hours, and nothing that could be guessed piece by piece: it may be compressed.
        if let authorization = request.authorization { add(name: "authorization", value: authorization) }
    }

    /// An answer (RFC 9113, section 8.3.2). Its reason stays behind.
    init(_ head: ResponseHead) {
        self.init()
        reserveCapacity(head.fields.spans.count + 1)
        add(name: ":status", value: "\(head.status)")
        add(kept: head.fields)
    }

    /// Trailers; nil if none are left.
    init?(trailers: FieldBlock?) {
        guard let trailers else { return nil }
        self.init()
        add(kept: trailers)
        if isEmpty { return nil }
    }

    private mutating func add(kept fields: FieldBlock) {
        for span in fields.spans where span.isKept {
            let indexing: HPACKIndexing = span.isSensitive ? .neverIndexed : .indexable
            add(name: fields.name(span).lowercased(), value: fields.text(span), indexing: indexing)
        }
    }
}
