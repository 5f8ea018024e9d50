import NIOHTTP1
import ProxyCore

/// The request target (RFC 9112, section 3.2), brought to the form that an origin server gets.
enum RequestTarget {
    /// Path and query, byte for byte as they came.
    ///
    /// Of the absolute form only they count: where the request goes is decided by the routing rule alone.
    ///
    /// - Throws: `malformedRequest` for any other form.
    static func path(_ uri: String, method: HTTPMethod) throws(ProxyError) -> String {
        if uri.utf8.first == UInt8(ascii: "/") { return uri }
        if uri == "*", method == .OPTIONS { return uri }
        let lower = uri.prefix(8).lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else {
            throw ProxyError(.malformedRequest, "the request target is neither a path nor an absolute URI")
        }
        let rest = uri.dropFirst(lower.hasPrefix("https") ? 8 : 7).prefix { $0 != "#" }
        guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else {
            // Without a path, `OPTIONS` asks for the server itself (RFC 9112, section 3.2.4).
            return method == .OPTIONS ? "*" : "/"
        }
        return rest[start] == "?" ? "/" + rest[start...] : String(rest[start...])
    }
}
