import HTTPWire
import ProxyCore

/// Bytes that are no text. HTTP/1 passes them on as they are; NIOHPACK knows only strings and would replace them, so it is never
/// given any.
extension Exchange {
    /// Whether nothing but HTTP/1 will do for the request: it means to leave HTTP, or holds bytes that are no UTF-8.
    func needsHTTP1(to target: UpstreamTarget) -> Bool {
        ProtocolUpgrade.asked(record.head) != nil || target.scheme == .https && !record.head.isUTF8
    }

    /// Whether the client can be sent fields as they are. A replay has no client: its answer goes nowhere.
    func canAnswer(with fields: FieldBlock) -> Bool {
        resending != nil || record.head.version != .http2 || fields.isUTF8
    }

    /// Whether the upstream can be sent trailers as they are.
    func canSend(_ trailers: FieldBlock) -> Bool {
        upstream?.version != .http2 || trailers.isUTF8
    }
}

extension ProxyError {
    /// - Parameter status: what the upstream answered, which the client is not told.
    static func answerNoUTF8(status: Int) -> ProxyError {
        ProxyError(
            .upstreamUnavailable,
            "the upstream answered \(status) with a field value that is not UTF-8, which only a client in HTTP/1.1 can be sent"
        )
    }

    /// Of the answer's end, when its beginning has gone out already.
    static let trailersNoUTF8 = ProxyError(
        .upstreamAborted,
        "the answer has a trailer that is not UTF-8, which only a client in HTTP/1.1 can be sent")

    static let requestTrailersNoUTF8 = ProxyError(
        .malformedRequest, "a trailer that is not UTF-8, which only an upstream in HTTP/1.1 can be sent")
}
