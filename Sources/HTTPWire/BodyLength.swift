import NIOCore

/// What is known of a body's length before it comes.
package enum BodyLength: Sendable, Equatable {
    /// There is no body.
    case none
    /// Bytes; `Content-Length` is among the fields.
    case known(Int)
    /// It ends when its sender says so.
    case unknown
}

/// Where a body ends in the bytes of HTTP/1 (RFC 9112, section 6).
package enum BodyFraming: Sendable, Equatable {
    case none
    case length(Int)
    case chunked
    /// With the connection; of answers only.
    case untilClose

    package var length: BodyLength {
        switch self {
        case .none, .length(0): .none
        case .length(let length): .known(length)
        case .chunked, .untilClose: .unknown
        }
    }
}

extension FieldBlock {
    /// How a request's body is framed (RFC 9112, section 6.3). Where two readers could see different ends, none is taken.
    func requestFraming(_ version: ProtocolVersion) throws(WireFault) -> BodyFraming {
        let length = try contentLength()
        guard contains(.transferEncoding) else { return length.map { .length($0) } ?? .none }
        guard length == nil else { throw .malformed("both Content-Length and Transfer-Encoding") }
        guard version > .http1_0 else { throw .malformed("a transfer coding in HTTP/1.0") }
        try checkChunked()
        return .chunked
    }

    /// How an answer's body is framed.
    ///
    /// - Parameter answersHead: whether the request's method was `HEAD`, whose answer has no body.
    package func responseFraming(
        _ version: ProtocolVersion, status: Int, answersHead: Bool
    ) throws(WireFault) -> BodyFraming {
        let length = try contentLength()
        let isChunked = contains(.transferEncoding)
        // RFC 9112, section 6.1.
        guard !isChunked || version > .http1_0 else { throw .malformed("a transfer coding in HTTP/1.0") }
        guard !(isChunked && length != nil) else { throw .malformed("both Content-Length and Transfer-Encoding") }
        if isChunked { try checkChunked() }
        if status < 200 || status == 204 || status == 304 || answersHead { return .none }
        return isChunked ? .chunked : length.map { .length($0) } ?? .untilClose
    }

    /// Digits, in one field.
    private func contentLength() throws(WireFault) -> Int? {
        var found: Int?
        for span in spans where span.name == .contentLength {
            guard found == nil else { throw .malformed("more than one Content-Length") }
            found = try length(span.valueRange)
        }
        return found
    }

    private func length(_ range: Range<Int>) throws(WireFault) -> Int {
        let length: Int? = bytes.withUnsafeReadableBytes { bytes in
            guard (1...18).contains(range.count), bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let length else { throw .malformed("an invalid Content-Length") }
        return length
    }

    /// `chunked`, once and alone.
    private func checkChunked() throws(WireFault) {
        let found = spans.filter { $0.name == .transferEncoding }
        if found.count == 1, equals(found[0], "chunked") { return }
        let codings = found.map { text($0) }.joined(separator: ",").lowercased()
            .split(separator: ",", omittingEmptySubsequences: false).map { $0.drop { $0 == " " || $0 == "\t" } }
        guard codings.last == "chunked", codings.count > 1, codings.dropLast().allSatisfy(Self.otherCodings.contains)
        else { throw .malformed("a transfer coding that does not say where the body ends") }
        throw WireFault(.unsupportedCoding, "a transfer coding other than chunked")
    }

    /// Codings that exist, and that nobody speaks.
    private static let otherCodings: Set<Substring> = ["gzip", "x-gzip", "deflate", "compress", "x-compress"]
}
