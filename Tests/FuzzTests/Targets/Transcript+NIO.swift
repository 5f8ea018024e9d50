import NIOCore
import NIOEmbedded
import NIOHTTP1

extension Transcript {
    /// What NIO's decoder makes of the same bytes.
    ///
    /// - Returns: nil where the two are not to be compared: what was refused here, what NIO takes for a change of protocol, and
    ///   what NIO makes text of that is none.
    init?(decodedByNIO bytes: [UInt8], like ours: Transcript) {
        guard ours.fault == nil, !ours.messages.isEmpty, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        guard !Self.hasBlanksInExtensions(bytes) else { return nil }
        guard ours.messages.allSatisfy({ $0.isKnown }) else { return nil }
        self.init()
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
            while let part = try channel.readInbound(as: HTTPServerRequestPart.self) { take(part) }
        } catch {
            while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) { take(part) }
            // What a target may look like, and how many fields there may be, has no part in where a message ends.
            let fault = error as? HTTPParserError
            if fault == .invalidURL || fault == .headerOverflow { return nil }
            self.fault = "\(error)"
        }
    }

    /// Blanks beside a chunk extension's marks, which have to be put up with (RFC 9112, section 7.1.1): NIO refuses them.
    private static func hasBlanksInExtensions(_ bytes: [UInt8]) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { first, second in
            let marks = [UInt8(ascii: ";"), UInt8(ascii: "=")]
            let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
            return marks.contains(first) && blanks.contains(second) || blanks.contains(first) && marks.contains(second)
        }
    }

    private mutating func take(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head):
            let version = head.version == .http1_0 ? "HTTP/1.0" : "HTTP/1.1"
            messages.append(
                Message(start: "\(head.method.rawValue) \(head.uri) \(version)", fields: Self.fields(head.headers)))
        case .body(let bytes): messages[messages.count - 1].body += bytes.readableBytesView
        case .end(let trailers):
            messages[messages.count - 1].trailers = trailers.map { Self.fields($0) } ?? []
            messages[messages.count - 1].isComplete = true
        }
    }

    private static func fields(_ headers: HTTPHeaders) -> [Field] {
        // NIO leaves tabs at the end of a value, which are none of it (RFC 9110, section 5.5).
        headers.map { Field(name: Array($0.utf8), value: Array($1.trimmingSuffix { $0 == " " || $0 == "\t" }.utf8)) }
    }
}

extension Transcript.Message {
    /// Whether NIO knows the method, and no other protocol may follow. NIO obeys a `Connection` among the trailers too, where
    /// no field may control a connection (RFC 9110, section 6.5.1).
    fileprivate var isKnown: Bool {
        let method = start.prefix { $0 != " " }
        return ["GET", "POST", "PUT", "HEAD", "DELETE", "PATCH", "OPTIONS", "TRACE"].contains(method)
            && !fields.contains { $0.isNamed("upgrade") } && !trailers.contains { $0.isNamed("connection") }
    }
}

extension Transcript.Field {
    fileprivate func isNamed(_ lowercased: String) -> Bool {
        String(decoding: name, as: UTF8.self).lowercased() == lowercased
    }
}

extension String {
    fileprivate func trimmingSuffix(while isLeft: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isLeft(last) { rest = rest.dropLast() }
        return rest
    }
}
