import NIOHTTP1
import ProxyCore

/// What becomes of header fields on their way through (RFC 9110, section 7.6).
struct HeaderRules {
    /// The field that names the upstream, if one does; it is not forwarded.
    let hostHeader: String?

    /// The fields to send upstream, in their order and spelling.
    ///
    /// Dropped: what belongs to the client's connection, what `Connection` lists, the host header, and every `Authorization`
    /// whatever its case or number. The token's takes its place at the end.
    func request(_ head: HTTPRequestHead, authority: String, authorization: String) -> HTTPHeaders {
        let listed = Self.connectionOptions(head.headers)
        let isChunked = head.headers.contains(name: "transfer-encoding")
        var fields = HTTPHeaders()
        fields.reserveCapacity(head.headers.count + 3)
        fields.add(name: "Host", value: authority)
        for (name, value) in head.headers where !isDropped(name, value, listed) {
            fields.add(name: name, value: value)
        }
        if isChunked { fields.add(name: "Transfer-Encoding", value: "chunked") }
        if listed.contains("upgrade"), let asked = ProtocolUpgrade.asked(head) {
            fields.add(name: "Connection", value: "Upgrade")
            fields.add(name: "Upgrade", value: asked)
        }
        fields.add(name: "Authorization", value: authorization)
        return fields
    }

    private func isDropped(_ name: String, _ value: String, _ listed: [String]) -> Bool {
        if Self.same(name, "host") || Self.same(name, "authorization") { return true }
        if let hostHeader, Self.same(name, hostHeader) { return true }
        if Self.same(name, "te") { return !Self.same(value, "trailers") }
        return Self.isHopByHop(name) || Self.isListed(name, listed)
    }

    /// Trailer fields to send upstream: what routes, frames or authorises a message may not come after it (RFC 9110,
    /// section 6.5.1).
    func trailers(_ trailers: HTTPHeaders) -> HTTPHeaders {
        HTTPHeaders(
            trailers.filter { name, value in
                !isDropped(name, value, []) && !Self.same(name, "content-length") && !Self.same(name, "cookie")
            }.map { ($0, $1) })
    }

    /// Trailer fields to send to the client.
    static func responseTrailers(_ trailers: HTTPHeaders) -> HTTPHeaders {
        HTTPHeaders(
            trailers.filter { name, _ in
                !isHopByHop(name) && !same(name, ownErrorField) && !same(name, "content-length")
                    && !same(name, "set-cookie")
            }.map { ($0, $1) })
    }

    /// The fields of an interim answer: it has no body, and says nothing of connections.
    static func interim(_ headers: HTTPHeaders) -> HTTPHeaders { responseTrailers(headers) }

    /// Ours alone: an upstream's would be taken for the proxy's own word.
    private static let ownErrorField = "x-jotop-error"

    /// How an answer's body is framed towards the client.
    enum Framing: Equatable {
        /// There is none, or `Content-Length` says where it ends.
        case length
        case chunked
        /// It ends with the connection: the only way for an HTTP/1.0 client where the length is not known.
        case untilClose
    }

    /// The fields to send to the client, and how the body is framed.
    ///
    /// - Parameter isHead: whether the request's method was `HEAD`, whose answer has the fields of a body and none itself.
    static func response(
        _ head: HTTPResponseHead, isHead: Bool, clientVersion: HTTPVersion
    ) -> (fields: HTTPHeaders, framing: Framing) {
        let listed = connectionOptions(head.headers)
        var fields = HTTPHeaders()
        fields.reserveCapacity(head.headers.count + 2)
        for (name, value) in head.headers
        where !isHopByHop(name) && !isListed(name, listed) && !same(name, ownErrorField) {
            fields.add(name: name, value: value)
        }
        // By the code: a reason phrase of its own makes another value of a status.
        if head.status.code == 204 { fields.remove(name: "content-length") }
        let hasBody = !isHead && head.status.code >= 200 && head.status.code != 204 && head.status.code != 304
        guard hasBody, !fields.contains(name: "content-length") else { return (fields, .length) }
        guard clientVersion.isAtLeast1_1 else { return (fields, .untilClose) }
        fields.add(name: "Transfer-Encoding", value: "chunked")
        return (fields, .chunked)
    }

    /// Fields that belong to one connection (RFC 9110, section 7.6.1, and what proxies have always dropped besides).
    private static func isHopByHop(_ name: String) -> Bool {
        switch name.utf8.count {
        case 7: same(name, "upgrade")
        case 10: same(name, "connection") || same(name, "keep-alive")
        case 16: same(name, "proxy-connection")
        case 17: same(name, "transfer-encoding")
        case 18: same(name, "proxy-authenticate")
        case 19: same(name, "proxy-authorization")
        default: false
        }
    }

    /// The names that `Connection` lists, in lower case. `close` and `keep-alive` name no field and do no harm here.
    private static func connectionOptions(_ headers: HTTPHeaders) -> [String] {
        guard headers.contains(name: "connection") else { return [] }
        return headers[canonicalForm: "connection"].map { $0.lowercased() }
            .filter { !["close", "keep-alive", "te", "content-length", "host"].contains($0) }
    }

    private static func isListed(_ name: String, _ listed: [String]) -> Bool {
        !listed.isEmpty && listed.contains(name.lowercased())
    }

    /// Compares without regard to ASCII case, without making a new string.
    private static func same(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return zip(left.utf8, right.utf8).allSatisfy { lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

extension HTTPVersion {
    /// Whether the peer knows chunked bodies and informational answers.
    var isAtLeast1_1: Bool { major > 1 || (major == 1 && minor >= 1) }
}
