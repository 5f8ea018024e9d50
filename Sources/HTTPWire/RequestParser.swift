package import NIOCore

/// Reads the heads of requests, one after another (RFC 9112, section 3), over any split of their bytes.
///
/// It takes nothing that two readers could take apart in different ways: no bare LF, no folded line, no blank that is not one
/// single space where the grammar has one.
package struct RequestParser: Sendable {
    private struct StartLine {
        let method: Range<Int>
        let target: Range<Int>
        let version: ProtocolVersion
    }

    private let limits: HeadLimits
    private var scanner: HeadScanner
    private var start: StartLine?

    package init(limits: HeadLimits = HeadLimits()) {
        self.limits = limits
        scanner = HeadScanner(limits: limits)
    }

    /// Takes a head off the front of what has come.
    ///
    /// - Returns: nil if it is not complete; then the same bytes, and what follows them, are to be handed in again.
    package mutating func next(_ buffer: inout ByteBuffer) throws(WireFault) -> RequestHead? {
        if start == nil { skipEmptyLines(&buffer) }
        // Half of an empty line, perhaps: nothing is looked at before that is known, so that nothing moves that has been.
        if buffer.readableBytes == 1, buffer.readableBytesView.first == UInt8(ascii: "\r") { return nil }
        guard let end = try headEnd(buffer).get(), let start, let bytes = buffer.readSlice(length: end) else {
            return nil
        }
        let fields = FieldBlock(bytes: bytes, spans: scanner.spans)
        self = RequestParser(limits: limits)
        let method = bytes.withUnsafeReadableBytes { MethodName($0[start.method]) }
        return RequestHead(
            fields: fields, method: method, methodRange: start.method, targetRange: start.target,
            version: start.version)
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
            try checkBeginning(bytes)
            guard let line = try scanner.line(bytes) else { return nil }
            start = try startLine(line.text, of: bytes)
        }
        return try scanner.fields(bytes)
    }

    /// Empty lines before a request are passed over (RFC 9112, section 2.2).
    private func skipEmptyLines(_ buffer: inout ByteBuffer) {
        while buffer.getInteger(at: buffer.readerIndex, as: UInt16.self) == 0x0D0A {
            buffer.moveReaderIndex(forwardBy: 2)
        }
    }

    /// Refuses at once what will be no request, and a target that is too long already: nobody should have to wait for the end
    /// of a line that does not come.
    private func checkBeginning(_ bytes: UnsafeRawBufferPointer) throws(WireFault) {
        let method = UnsafeRawBufferPointer(
            rebasing: bytes.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") })
        guard ByteClass.isToken(method) else { throw .malformed("an invalid method") }
        guard bytes.count > method.count + 1 + limits.targetSize else { return }
        let target = bytes.dropFirst(method.count + 1).prefix(limits.targetSize + 1)
        guard target.contains(where: { $0 <= 0x20 }) else {
            throw WireFault(.targetTooLong, "the target has more than \(limits.targetSize) bytes")
        }
    }

    /// Three parts with one space between each two.
    private func startLine(_ line: Range<Int>, of bytes: UnsafeRawBufferPointer) throws(WireFault) -> StartLine {
        let text = bytes[line]
        guard let first = text.firstIndex(of: UInt8(ascii: " ")), let last = text.lastIndex(of: UInt8(ascii: " ")),
            first < last
        else { throw .malformed("an invalid request line") }
        let (method, target) = (line.lowerBound..<first, (first + 1)..<last)
        guard !method.isEmpty, ByteClass.isToken(UnsafeRawBufferPointer(rebasing: bytes[method])) else {
            throw .malformed("an invalid method")
        }
        guard !target.isEmpty, ByteClass.isTarget(UnsafeRawBufferPointer(rebasing: bytes[target])) else {
            throw .malformed("an invalid request target")
        }
        return StartLine(method: method, target: target, version: try version(text[(last + 1)...]))
    }

    private func version(_ text: Slice<UnsafeRawBufferPointer>) throws(WireFault) -> ProtocolVersion {
        if text.elementsEqual("HTTP/1.1".utf8) { return .http1_1 }
        if text.elementsEqual("HTTP/1.0".utf8) { return .http1_0 }
        guard text.elementsEqual("HTTP/2.0".utf8) else { throw .malformed("a version of HTTP that is not supported") }
        throw .malformed("HTTP/2 without TLS: only HTTP/1.1 is spoken here")
    }
}
