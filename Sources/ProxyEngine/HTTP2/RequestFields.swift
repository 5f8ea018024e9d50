import HTTPWire
import NIOCore
import NIOHPACK

/// A request's head in HTTP/2, taken apart (RFC 9113, section 8.3).
///
/// That the pseudo-fields are those of a request, once each and before all others, has been seen to by NIOHTTP2.
struct RequestFields {
    private var method = ""
    private var path = ""
    private var authority = ""
    private var host: String?
    private var fields = HeadFields()
    private var cookies: Int?

    init(_ headers: HPACKHeaders) throws(WireFault) {
        // `Host` goes first, whichever of the two names it came by: its place is kept for it.
        try fields.add("host", "")
        for (name, value, indexing) in headers {
            if name.utf8.first == UInt8(ascii: ":") {
                take(name, value)
            } else {
                try take(name, value, indexing)
            }
        }
        if authority.isEmpty { authority = host ?? "" }
        guard host == nil || host?.lowercased() == authority.lowercased() else {
            throw .malformed("a Host field that differs from :authority")
        }
        try fields.extend(0, by: authority, separator: "")
    }

    private mutating func take(_ pseudo: String, _ value: String) {
        switch pseudo {
        case ":method": method = value
        case ":path": path = value
        case ":authority": authority = value
        // The scheme is not asked: whoever wants plain HTTP does not speak TLS.
        default: break
        }
    }

    private mutating func take(_ name: String, _ value: String, _ indexing: HPACKIndexing) throws(WireFault) {
        switch name {
        case "host":
            guard host == nil else { throw .malformed("several Host fields") }
            host = value
        case "cookie":
            // Several are one in pieces, and only here (RFC 9113, section 8.2.3).
            if let cookies { return try fields.extend(cookies, by: value, separator: "; ") }
            cookies = fields.fields.count
            try fields.add(name, value, indexing)
        default: try fields.add(name, value, indexing)
        }
    }

    /// - Throws: `malformed`, or `headTooLarge`.
    func head(_ limits: HeadLimits) throws(WireFault) -> RequestHead {
        guard FieldText.isToken(method) else { throw .malformed("an invalid method") }
        let target = method == "CONNECT" ? authority : path
        guard isTarget(target) else { throw .malformed("an invalid :path") }
        let kept = authority.isEmpty ? fields.fields.dropFirst() : fields.fields[...]
        guard kept.count <= limits.fieldCount else { throw WireFault(.headTooLarge, "too many fields") }
        var head = RequestHead(method: method.utf8, target: target.utf8, version: .http2, fields: Array(kept))
        guard head.fields.bytes.readableBytes <= limits.size else {
            throw WireFault(.headTooLarge, "the head has more than \(limits.size) bytes")
        }
        if !authority.isEmpty { fields.mark(&head.fields) }
        return head
    }

    private func isTarget(_ target: String) -> Bool {
        guard FieldText.isTarget(target) else { return false }
        return method == "CONNECT" || target.utf8.first == UInt8(ascii: "/") || (target == "*" && method == "OPTIONS")
    }
}

extension RequestHead {
    /// How a request is framed that came by HTTP/2: its end is the stream's.
    ///
    /// - Parameter isWhole: whether the stream ends with the head.
    /// - Throws: `malformed` for a length that is none, or that no body keeps to.
    func bodyLength(isWhole: Bool) throws(WireFault) -> BodyLength {
        switch (try framing(), isWhole) {
        case (.length(1...), true): throw .malformed("a Content-Length without a body")
        case (_, true): .none
        case (.length(let length), false): .known(length)
        case (_, false): .unknown
        }
    }
}
