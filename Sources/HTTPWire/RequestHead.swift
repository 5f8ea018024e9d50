package import NIOCore

/// The head of a request, as its bytes and an index of them.
package struct RequestHead: Sendable {
    package var fields: FieldBlock
    package let method: MethodName
    package let version: ProtocolVersion
    private let methodRange: Range<Int>
    private let targetRange: Range<Int>

    init(
        fields: FieldBlock, method: MethodName, methodRange: Range<Int>, targetRange: Range<Int>,
        version: ProtocolVersion
    ) {
        self.fields = fields
        self.method = method
        self.methodRange = methodRange
        self.targetRange = targetRange
        self.version = version
    }

    package var methodText: String { fields.text(in: methodRange) }
    package var targetText: String { fields.text(in: targetRange) }
    package var targetSize: Int { targetRange.count }
    package var methodBytes: ByteBuffer { slice(methodRange) }
    /// Byte for byte as it came.
    package var target: ByteBuffer { slice(targetRange) }

    /// Whether the client means to send another request on the connection (RFC 9112, section 9.3).
    package var persists: Bool { fields.persists(version) }

    /// How the body is framed (RFC 9112, section 6.3).
    ///
    /// - Throws: `malformed` for what frames it in no way or in two, `unsupportedCoding` for a coding that is not spoken here.
    package func framing() throws(WireFault) -> BodyFraming { try fields.requestFraming(version) }

    private func slice(_ range: Range<Int>) -> ByteBuffer {
        fields.bytes.getSlice(at: fields.bytes.readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
    }
}

extension RequestHead {
    /// A head that did not come as text: its bytes are written as if it had.
    ///
    /// - Parameter fields: names and values that have been found to be such; the pseudo-fields are not among them.
    package init(
        method: some Collection<UInt8>, target: some Collection<UInt8>, version: ProtocolVersion,
        fields: [(name: some Collection<UInt8>, value: some Collection<UInt8>)]
    ) {
        var bytes = ByteBuffer()
        bytes.writeBytes(method)
        bytes.writeInteger(UInt8(ascii: " "))
        bytes.writeBytes(target)
        bytes.writeStaticString("\r\n")
        let spans = fields.map { bytes.writeField($0.name, $0.value) }
        self.init(
            fields: FieldBlock(bytes: bytes, spans: spans), method: MethodName(method), methodRange: 0..<method.count,
            targetRange: (method.count + 1)..<(method.count + 1 + target.count), version: version)
    }
}

extension RequestHead {
    /// What goes on of it, in memory of its own: copied line by line, and not read again.
    ///
    /// - Parameters:
    ///   - target: what stands in the place of its target.
    ///   - left: a field that does not go on besides those that do not anyway.
    package func forwarded(to target: ByteBuffer, without left: FieldName) -> RequestHead {
        var bytes = ByteBuffer()
        bytes.reserveCapacity(methodRange.count + target.readableBytes + fields.bytes.readableBytes + 3)
        bytes.writeImmutableBuffer(methodBytes)
        bytes.writeInteger(UInt8(ascii: " "))
        bytes.writeImmutableBuffer(target)
        bytes.writeStaticString("\r\n")
        let spans = fields.spans.filter { $0.isKept && $0.name != left }.map { span in
            let start = bytes.readableBytes
            bytes.writeImmutableBuffer(slice(span.lineRange))
            return span.moved(to: start)
        }
        return RequestHead(
            fields: FieldBlock(bytes: bytes, spans: spans), method: method, methodRange: 0..<methodRange.count,
            targetRange: (methodRange.count + 1)..<(methodRange.count + 1 + target.readableBytes), version: version)
    }
}

extension FieldBlock {
    func persists(_ version: ProtocolVersion) -> Bool {
        guard contains(.connection) else { return version > .http1_0 }
        switch connectionWord {
        case .close: return false
        case .keepAlive: return true
        case nil: break
        }
        let options = options(.connection)
        return version > .http1_0 ? !options.contains("close") : options.contains("keep-alive")
    }

    /// Trailers that did not come as text.
    package init(fields: [(name: some Collection<UInt8>, value: some Collection<UInt8>)]) {
        var bytes = ByteBuffer()
        let spans = fields.map { bytes.writeField($0.name, $0.value) }
        self.init(bytes: bytes, spans: spans)
    }
}

extension ByteBuffer {
    /// Writes a field's line.
    ///
    /// - Returns: where it stands, counted from the first readable byte.
    mutating func writeField(_ name: some Collection<UInt8>, _ value: some Collection<UInt8>) -> FieldSpan {
        let start = readableBytes
        writeBytes(name)
        writeStaticString(": ")
        writeBytes(value)
        writeStaticString("\r\n")
        let valueStart = start + name.count + 2
        return FieldSpan(
            start: UInt32(start), nameEnd: UInt32(start + name.count), valueStart: UInt32(valueStart),
            valueEnd: UInt32(valueStart + value.count), end: UInt32(readableBytes),
            name: Array(name).withUnsafeBytes { FieldName($0) })
    }
}
