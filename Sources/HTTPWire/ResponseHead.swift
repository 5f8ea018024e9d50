package import NIOCore

/// The head of an answer, as its bytes and an index of them.
package struct ResponseHead: Sendable {
    package var fields: FieldBlock
    /// Three digits, from 100.
    package let status: Int
    package let version: ProtocolVersion
    /// The code, and the reason if there is one (RFC 9112, section 4).
    private let statusRange: Range<Int>

    init(fields: FieldBlock, status: Int, version: ProtocolVersion, statusRange: Range<Int>) {
        self.fields = fields
        self.status = status
        self.version = version
        self.statusRange = statusRange
    }

    /// What the upstream called its status; empty where it said nothing.
    package var reason: String {
        fields.text(in: min(statusRange.lowerBound + 4, statusRange.upperBound)..<statusRange.upperBound)
    }

    /// `200 OK`: code and reason as they came.
    package var statusBytes: ByteBufferView {
        let start = fields.bytes.readerIndex
        return fields.bytes.readableBytesView[
            (start + statusRange.lowerBound)..<(start + statusRange.upperBound)]
    }

    /// Whether the upstream means to take another request on the connection (RFC 9112, section 9.3).
    package var persists: Bool { fields.persists(version) }
}

extension ResponseHead {
    /// A head that did not come as text, or that nobody sent: its bytes are written as if it had.
    ///
    /// - Parameter fields: names and values that have been found to be such.
    package init(
        status: Int, reason: String, version: ProtocolVersion = .http1_1,
        fields: [(name: some Collection<UInt8>, value: some Collection<UInt8>)]
    ) {
        var bytes = ByteBuffer()
        bytes.writeString("\(status)")
        if !reason.isEmpty { bytes.writeString(" \(reason)") }
        let end = bytes.readableBytes
        bytes.writeStaticString("\r\n")
        let spans = fields.map { bytes.writeField($0.name, $0.value) }
        self.init(
            fields: FieldBlock(bytes: bytes, spans: spans), status: status, version: version, statusRange: 0..<end)
    }
}
