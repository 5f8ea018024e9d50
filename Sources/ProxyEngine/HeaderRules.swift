import HTTPWire

/// What becomes of header fields on their way through (RFC 9110, section 7.6): which of them go on, and which stay behind.
///
/// What frames a message or speaks of a connection is not among those that go on: each side says that anew.
struct HeaderRules {
    /// The field that names the upstream, if one does; it is not forwarded.
    let hostHeader: String?
    private let lowerHostHeader: [UInt8]

    init(hostHeader: String?) {
        self.hostHeader = hostHeader
        lowerHostHeader = Array((hostHeader ?? "").lowercased().utf8)
    }

    /// Whether a field is the one that names the upstream.
    func isHostHeader(_ span: FieldSpan, in fields: FieldBlock) -> Bool {
        !lowerHostHeader.isEmpty && fields.isNamed(span, lowerHostHeader)
    }

    /// Marks the fields of a request that stay behind: what belongs to the client's connection, what `Connection` lists, the
    /// host header, and every `Authorization` whatever its case or number.
    func mark(_ fields: inout FieldBlock) {
        let listed = Self.listed(in: fields)
        for index in fields.spans.indices {
            let span = fields.spans[index]
            fields.spans[index].isKept = isForwarded(span, in: fields) && !Self.isListed(span, listed, in: fields)
        }
        keepTrailersWish(&fields)
    }

    /// A client that takes trailers and codings as well takes trailers (RFC 9110, section 10.1.4): that goes on by itself.
    private func keepTrailersWish(_ fields: inout FieldBlock) {
        guard fields.contains(.te), !fields.spans.contains(where: { $0.name == .te && $0.isKept }) else { return }
        let wantsTrailers = fields.options(.te).contains { wish in
            wish.split { ";\t ".contains($0) }.first == "trailers"
        }
        if wantsTrailers { fields.append("TE", "trailers", named: .te) }
    }

    private func isForwarded(_ span: FieldSpan, in fields: FieldBlock) -> Bool {
        switch span.name {
        case .host, .authorization: false
        case .te: fields.equals(span, "trailers")
        default: !Self.isHopByHop(span.name) && !isHostHeader(span, in: fields)
        }
    }

    /// Trailer fields to send upstream: what routes, frames or authorises a message may not come after it (RFC 9110,
    /// section 6.5.1).
    func trailers(_ trailers: FieldBlock) -> FieldBlock {
        var trailers = trailers
        for index in trailers.spans.indices {
            let span = trailers.spans[index]
            trailers.spans[index].isKept =
                isForwarded(span, in: trailers) && span.name != .contentLength && span.name != .cookie
        }
        return trailers
    }

    /// Trailer fields to send to the client.
    static func responseTrailers(_ trailers: FieldBlock) -> FieldBlock {
        var trailers = trailers
        markTrailers(&trailers)
        return trailers
    }

    /// Marks the fields of trailers or of an interim answer that stay behind: they have no body, and say nothing of
    /// connections.
    static func markTrailers(_ fields: inout FieldBlock) {
        for index in fields.spans.indices {
            let name = fields.spans[index].name
            fields.spans[index].isKept =
                !isHopByHop(name) && name != .jotopError && name != .contentLength && name != .setCookie
        }
    }

    /// Marks the fields of an answer that stay behind. An upstream's `X-Jotop-Error` would be taken for the proxy's own word.
    static func mark(_ head: inout ResponseHead) {
        let listed = listed(in: head.fields)
        let hasLength = head.status != 204 && head.status != 101
        for index in head.fields.spans.indices {
            let span = head.fields.spans[index]
            head.fields.spans[index].isKept =
                !isHopByHop(span.name) && span.name != .jotopError && (span.name != .contentLength || hasLength)
                && !isListed(span, listed, in: head.fields)
        }
    }

    /// Fields that belong to one connection (RFC 9110, section 7.6.1, and what proxies have always dropped besides).
    private static func isHopByHop(_ name: FieldName) -> Bool {
        switch name {
        case .upgrade, .connection, .keepAlive, .proxyConnection, .transferEncoding, .proxyAuthenticate,
            .proxyAuthorization:
            true
        default: false
        }
    }

    /// The names that `Connection` lists, in lower case. `close` and `keep-alive` name no field and do no harm here.
    private static func listed(in fields: FieldBlock) -> Set<String> {
        guard fields.contains(.connection), fields.connectionWord == nil else { return [] }
        return Set(fields.options(.connection))
            .subtracting(["close", "keep-alive", "te", "content-length", "host", "upgrade"])
    }

    /// A head may list as many names as it has fields, so each field is looked up and not compared with every one of them.
    private static func isListed(_ span: FieldSpan, _ listed: Set<String>, in fields: FieldBlock) -> Bool {
        !listed.isEmpty && listed.contains(fields.name(span).lowercased())
    }
}
