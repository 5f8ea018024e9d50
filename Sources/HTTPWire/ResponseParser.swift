package import NIOCore

/// Reads the heads of answers, one after another (RFC 9112, section 4), over any split of their bytes.
package struct ResponseParser: Sendable {
    private struct StatusLine {
        let status: Int
        let range: Range<Int>
        let version: ProtocolVersion
    }

    private let limits: HeadLimits
    private var scanner: HeadScanner
    private var start: StatusLine?

    package init(limits: HeadLimits = HeadLimits()) {
        self.limits = limits
        scanner = HeadScanner(limits: limits)
    }

    /// Takes a head off the front of what has come.
    ///
    /// - Returns: nil if it is not complete; then the same bytes, and what follows them, are to be handed in again.
    package mutating func next(_ buffer: inout ByteBuffer) throws(WireFault) -> ResponseHead? {
        guard let end = try headEnd(buffer).get(), let start, let bytes = buffer.readSlice(length: end) else {
            return nil
        }
        let fields = FieldBlock(bytes: bytes, spans: scanner.spans)
        self = ResponseParser(limits: limits)
        return ResponseHead(fields: fields, status: start.status, version: start.version, statusRange: start.range)
    }

    private mutating func headEnd(_ buffer: ByteBuffer) -> Result<Int?, WireFault> {
        buffer.withUnsafeReadableBytes { bytes in
            do throws(WireFault) {
                return .success(try scan(bytes))
            } catch {
                return .failure(error)
            }
        }
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer) throws(WireFault) -> Int? {
        if start == nil {
            guard bytes.starts(with: "HTTP/1.".utf8.prefix(bytes.count)) else { throw noAnswer }
            guard let line = try scanner.line(bytes) else { return nil }
            start = try statusLine(line.text, of: bytes)
        }
        return try scanner.fields(bytes)
    }

    /// `HTTP/1.1 200 OK`, where the reason, and even the space before it, may be missing.
    private func statusLine(_ line: Range<Int>, of bytes: UnsafeRawBufferPointer) throws(WireFault) -> StatusLine {
        let text = UnsafeRawBufferPointer(rebasing: bytes[line])
        let isComplete = text.count == 12 || (text.count > 12 && text[12] == UInt8(ascii: " "))
        guard isComplete, text[8] == UInt8(ascii: " "), text[9..<12].allSatisfy({ (0x30...0x39).contains($0) }),
            text[9] != UInt8(ascii: "0"), ByteClass.isText(text)
        else { throw noAnswer }
        let version: ProtocolVersion
        switch text[7] {
        case UInt8(ascii: "1"): version = .http1_1
        case UInt8(ascii: "0"): version = .http1_0
        default: throw noAnswer
        }
        let status = text[9..<12].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return StatusLine(status: status, range: (line.lowerBound + 9)..<line.upperBound, version: version)
    }

    private var noAnswer: WireFault { .malformed("an invalid status line") }
}
