package import NIOCore

extension ByteBuffer {
    /// Writes the lines of the fields that are kept, as they came: neighbours at once.
    package mutating func writeKept(_ fields: FieldBlock) {
        fields.bytes.withUnsafeReadableBytes { bytes in
            var run: Range<Int>?
            for span in fields.spans where span.isKept {
                if let begun = run, begun.upperBound == span.lineRange.lowerBound {
                    run = begun.lowerBound..<span.lineRange.upperBound
                } else {
                    if let run { writeBytes(UnsafeRawBufferPointer(rebasing: bytes[run])) }
                    run = span.lineRange
                }
            }
            if let run { writeBytes(UnsafeRawBufferPointer(rebasing: bytes[run])) }
        }
    }

    /// Writes a status line in HTTP/1.1. The space before the reason is there even if the reason is not.
    package mutating func writeStatusLine(_ head: ResponseHead) {
        let status = head.statusBytes
        writeStaticString("HTTP/1.1 ")
        writeBytes(status)
        writeStaticString(status.count == 3 ? " \r\n" : "\r\n")
    }

    /// Writes what stands before the bytes of a chunk.
    package mutating func writeChunkSize(_ size: Int) {
        writeString(String(size, radix: 16))
        writeStaticString("\r\n")
    }

    /// Writes the end of a chunked body.
    package mutating func writeLastChunk(_ trailers: FieldBlock?) {
        writeStaticString("0\r\n")
        if let trailers { writeKept(trailers) }
        writeStaticString("\r\n")
    }
}
