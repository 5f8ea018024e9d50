import HTTPWire
import NIOCore
import ProxyCore

/// Copies heads into what the dashboard may show, with whatever is a credential cut out.
enum HeadCapture {
    /// The request as it goes upstream, and what is changed on the way.
    ///
    /// - Parameter token: what stands in the token's place; nil where none is sent.
    static func request(_ request: UpstreamRequest, token: [UInt8]?) -> MessageCapture {
        var writer = CapturedHead.Writer(capacity: request.head.fields.bytes.readableBytes + 192)
        writer.part { out in
            out.append(contentsOf: request.head.methodBytes.readableBytesView)
            out.append(UInt8(ascii: " "))
            append(target: request.path, to: &out)
            out.append(contentsOf: " \(request.version.rawValue)".utf8)
        }
        var copy = FieldCopy(request.head.fields)
        let isOld = request.version < .http2
        copy.rewritten(isOld ? "Host" : ":authority", .host, to: &writer) {
            $0.append(contentsOf: request.route.authority)
        }
        copy.kept(to: &writer)
        if request.body == .unknown, isOld {
            copy.rewritten("Transfer-Encoding", .transferEncoding, to: &writer) {
                $0.append(contentsOf: "chunked".utf8)
            }
        }
        if let upgrade = request.upgrade {
            copy.rewritten("Connection", .connection, to: &writer) { $0.append(contentsOf: "Upgrade".utf8) }
            copy.rewritten("Upgrade", .upgrade, to: &writer) { $0.append(contentsOf: upgrade.utf8) }
        }
        if let token {
            copy.rewritten(isOld ? "Authorization" : "authorization", .authorization, to: &writer) {
                $0.append(contentsOf: token)
            }
        }
        copy.removed(to: &writer)
        return MessageCapture(writer.finish())
    }

    /// A request as it came, of which nothing went upstream.
    static func received(_ head: RequestHead) -> MessageCapture {
        var writer = CapturedHead.Writer(capacity: head.fields.bytes.readableBytes + 64)
        writer.part { out in
            out.append(contentsOf: head.methodBytes.readableBytesView)
            out.append(UInt8(ascii: " "))
            append(target: head.target, to: &out)
            out.append(contentsOf: " \(head.version.rawValue)".utf8)
        }
        FieldCopy(head.fields).all(to: &writer)
        return MessageCapture(writer.finish())
    }

    /// - Parameter redaction: of what was sent, for the case that the upstream echoes it; nil where only the token can be
    ///   echoed, and is not.
    static func response(_ head: ResponseHead, _ redaction: Redaction?) -> MessageCapture {
        var writer = CapturedHead.Writer(capacity: head.fields.bytes.readableBytes + 64)
        writer.part { append(status: head, redaction, to: &$0) }
        FieldCopy(head.fields, redaction).all(to: &writer)
        return MessageCapture(writer.finish())
    }

    private static func append(status head: ResponseHead, _ redaction: Redaction?, to out: inout [UInt8]) {
        let bytes = head.statusBytes
        guard redaction != nil || bytes.withUnsafeBytes(\.mayHoldToken) else {
            out.append(contentsOf: bytes)
            if bytes.count == 3 { out.append(UInt8(ascii: " ")) }
            return
        }
        let reason = (redaction ?? Redaction(sent: nil)).text(head.reason)
        out.append(contentsOf: "\(head.status) \(reason)".utf8)
    }

    /// Path and query without the credentials in them.
    private static func append(target: ByteBuffer, to out: inout [UInt8]) {
        target.withUnsafeReadableBytes { bytes in
            if PlainText.isPlain(target: bytes) {
                out.append(contentsOf: bytes)
            } else {
                out.append(contentsOf: Redaction.path(String(decoding: bytes, as: UTF8.self)).utf8)
            }
        }
    }
}
