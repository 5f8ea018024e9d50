import NIOCore

/// Bytes of a head that are no UTF-8 (`obs-text` of RFC 9110, section 5.5), carried through where text is wanted.
///
/// Field values are opaque bytes, and some servers still write Latin-1 in them; the decoder makes text of them and would
/// put replacement characters there. So each such byte goes through as a character of a private use area, and becomes a
/// byte again on the other side. Heads of ASCII, and of UTF-8, are not touched.
enum RawText {
    /// A byte 0x80…0xFF is U+F780…U+F7FF, which has three bytes: these two, and one of 64.
    private static let marks: (low: [UInt8], high: [UInt8]) = ([0xEF, 0x9E], [0xEF, 0x9F])

    /// Carries what is left of a head in `buffer`; what follows the head stays as it is.
    ///
    /// - Parameter tail: the last bytes that came before, in which the end of the head may have begun.
    /// - Returns: nil if nothing has to be carried.
    static func carried(_ buffer: ByteBuffer, after tail: UInt32) -> ByteBuffer? {
        guard hasHighBytes(buffer) else { return nil }
        let head = buffer.readableBytesView.prefix(headLength(buffer, after: tail))
        guard String(validating: head, as: UTF8.self) == nil else { return nil }
        var result = ByteBuffer()
        result.reserveCapacity(buffer.readableBytes + 64)
        for byte in head {
            switch byte {
            case 0x80...0xBF: result.writeBytes(marks.low + [byte])
            case 0xC0...0xFF: result.writeBytes(marks.high + [byte - 0x40])
            default: result.writeInteger(byte)
            }
        }
        result.writeBytes(buffer.readableBytesView.dropFirst(head.count))
        return result
    }

    /// Makes bytes of what was carried.
    static func restored(_ buffer: ByteBuffer) -> ByteBuffer {
        var result = ByteBuffer()
        result.reserveCapacity(buffer.readableBytes)
        var rest = buffer.readableBytesView[...]
        while let byte = rest.popFirst() {
            if byte == 0xEF, rest.count >= 2, let second = rest.first, second == 0x9E || second == 0x9F {
                rest = rest.dropFirst()
                result.writeInteger((rest.popFirst() ?? 0) + (second == 0x9E ? 0 : 0x40))
            } else {
                result.writeInteger(byte)
            }
        }
        return result
    }

    /// The last four bytes so far.
    static func tail(_ buffer: ByteBuffer, after tail: UInt32) -> UInt32 {
        buffer.readableBytesView.suffix(4).reduce(tail) { $0 << 8 | UInt32($1) }
    }

    private static let headEnd: UInt32 = 0x0D0A_0D0A

    private static func headLength(_ buffer: ByteBuffer, after tail: UInt32) -> Int {
        var window = tail
        for (index, byte) in buffer.readableBytesView.enumerated() {
            window = window << 8 | UInt32(byte)
            if window == headEnd { return index + 1 }
        }
        return buffer.readableBytes
    }

    /// Eight bytes at a time: this is asked of every head.
    private static func hasHighBytes(_ buffer: ByteBuffer) -> Bool {
        buffer.withUnsafeReadableBytes { bytes in
            var index = 0
            while index + 8 <= bytes.count {
                if bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
                    return true
                }
                index += 8
            }
            return bytes[index...].contains { $0 >= 0x80 }
        }
    }
}

/// Makes bytes again of the characters in one head, the first that is written, and leaves.
final class RawTextRestorer: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .byteBuffer(let head) = unwrapOutboundIn(data) {
            context.write(wrapOutboundOut(.byteBuffer(RawText.restored(head))), promise: promise)
        } else {
            context.write(data, promise: promise)
        }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}

extension ChannelHandlerContext {
    /// Has the next head that `encoder` writes restored.
    func restoreNextHead<Encoder: ChannelHandler>(of encoder: Encoder.Type) {
        let pipeline = pipeline.syncOperations
        guard let encoder = try? pipeline.handler(type: encoder) else { return }
        try? pipeline.addHandler(RawTextRestorer(), position: .before(encoder))
    }
}
