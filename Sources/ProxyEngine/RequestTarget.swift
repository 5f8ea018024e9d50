import HTTPWire
import NIOCore
import ProxyCore

/// The request target (RFC 9112, section 3.2), brought to the form that an origin server gets.
enum RequestTarget {
    /// Path and query, byte for byte as they came.
    ///
    /// Of the absolute form only they count: where the request goes is decided by the routing rule alone.
    ///
    /// - Throws: `malformedRequest` for any other form.
    static func path(of head: RequestHead) throws(ProxyError) -> ByteBuffer {
        let target = head.target
        let first = target.getInteger(at: target.readerIndex, as: UInt8.self)
        if first == UInt8(ascii: "/") { return target }
        if first == UInt8(ascii: "*"), target.readableBytes == 1, head.method == .options { return target }
        guard let rest = afterScheme(target) else {
            throw ProxyError(.malformedRequest, "the request target is neither a path nor an absolute URI")
        }
        guard let start = rest.firstIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }) else {
            // Without a path, `OPTIONS` asks for the server itself (RFC 9112, section 3.2.4).
            return ByteBuffer(string: head.method == .options ? "*" : "/")
        }
        return ByteBuffer(bytes: (rest[start] == UInt8(ascii: "?") ? [UInt8(ascii: "/")] : []) + rest[start...])
    }

    /// Refuses an absolute form that names another server than `Host` does: two parties could read it in two ways.
    ///
    /// - Throws: `malformedRequest`, also where it names none, or a user.
    static func check(_ head: RequestHead) throws(ProxyError) {
        guard head.target.getInteger(at: head.target.readerIndex, as: UInt8.self) != UInt8(ascii: "/"),
            let rest = afterScheme(head.target)
        else { return }
        let named = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let isEncrypted = head.target.getInteger(at: head.target.readerIndex + 4, as: UInt8.self) != UInt8(ascii: ":")
        let scheme = isEncrypted ? UpstreamTarget.Scheme.https : .http
        guard let target = UpstreamTarget(scheme: scheme, authority: String(decoding: named, as: UTF8.self)) else {
            throw ProxyError(.malformedRequest, "the request target names no host or host:port")
        }
        guard let host = head.fields.text(.host) else { return }
        guard UpstreamTarget(scheme: scheme, authority: host) == target else {
            throw ProxyError(.malformedRequest, "the request target and the Host field name different servers")
        }
    }

    /// What follows `http://` or `https://`, without the fragment; nil if the target is no such URI.
    private static func afterScheme(_ target: ByteBuffer) -> ArraySlice<UInt8>? {
        let bytes = Array(target.readableBytesView)
        let lower = bytes.prefix(8).map { $0 | 0x20 }
        // Of the bytes in question only letters have that bit to lose.
        let length = lower.starts(with: "http://".utf8) ? 7 : lower.starts(with: "https://".utf8) ? 8 : nil
        guard let length, bytes[..<length].suffix(3).elementsEqual("://".utf8) else { return nil }
        return bytes[length...].prefix { $0 != UInt8(ascii: "#") }
    }
}
