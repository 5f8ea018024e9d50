import ProxyCore

extension Checks {
    /// Common servers take no larger heads: nginx's `large_client_header_buffers`, Tomcat's and Jetty's defaults.
    static let commonHeadLimit = 8_192

    /// How many credentials went out, and of which kind, counted in the request as it was sent.
    var header: Finding? {
        guard let fields = evidence.authorizations else {
            return Finding(.unknown, .header, "the request was not kept")
        }
        if let statement = blamed(.scheme, .header, .missing, .malformed, .parameter) {
            return Finding(.evidence, .header, said(statement), aside: "see Request")
        }
        if words.wantsOtherScheme {
            let schemes = words.challenges.map(\.scheme).joined(separator: ", ")
            return Finding(
                .evidence, .header, "a bearer token was sent, the upstream asks for \(foreign: schemes)",
                aside: "see Request")
        }
        let isReplaced = fields.contains { if case .replaced = $0.change { true } else { false } }
        let note: EvidenceText = isReplaced ? "; an inbound one was replaced" : ""
        guard fields.count == 1 else {
            return Finding(.evidence, .header, "\(fields.count) Authorization fields\(note)", aside: "see Request")
        }
        return Finding(.fine, .header, "one Authorization\(note)", aside: "see Request")
    }

    var size: Finding? {
        let statement = blamed(.size)
        guard let bytes = headSize else { return statement.map { Finding(.evidence, .size, said($0)) } }
        let text: EvidenceText = "token \(sent.length) B; header block \(bytes) B"
        if let statement { return Finding(.evidence, .size, "\(text)   \(said(statement))") }
        let isBlamed = bytes > Self.commonHeadLimit || evidence.upstreamStatus == 431
        let limit: EvidenceText =
            isBlamed && bytes <= Self.commonHeadLimit ? "below the common limit of 8 KiB" : "common limit 8 KiB"
        return Finding(isBlamed ? .evidence : .fine, .size, text, aside: limit)
    }

    /// The head as it went upstream, in bytes; nil where it was not kept.
    var headSize: Int? {
        guard let request = flow.request else { return nil }
        return request.fields.reduce(request.startLine.utf8.count + 4) { size, field in
            guard field.change != .removed else { return size }
            let isOurs = field.name.lowercased() == "authorization"
            return size + field.name.utf8.count + 4
                + (isOurs ? "Bearer ".utf8.count + sent.length : field.value.utf8.count)
        }
    }
}
