package import NIOCore

/// Takes a body out of the bytes that frame it.
package struct BodyReader: Sendable {
    package enum Step: Sendable {
        /// More bytes are needed.
        case more
        case bytes(ByteBuffer)
        /// It is complete. Trailers come with chunked bodies only.
        case end(FieldBlock?)
    }

    private enum Phase: Sendable {
        case length(Int)
        case chunked(ChunkReader)
        case untilClose
        case over
    }

    private var phase: Phase

    package init(_ framing: BodyFraming, limits: HeadLimits) {
        switch framing {
        case .none: phase = .length(0)
        case .length(let length): phase = .length(length)
        case .chunked: phase = .chunked(ChunkReader(limits: limits))
        case .untilClose: phase = .untilClose
        }
    }

    /// Whether the end of the connection is the end of the body.
    package var endsWithConnection: Bool {
        guard case .untilClose = phase else { return false }
        return true
    }

    /// Takes what there is of the body off the front of what has come. To be called until it wants more, or has ended.
    package mutating func next(_ buffer: inout ByteBuffer) throws(WireFault) -> Step {
        switch phase {
        case .over: return .more
        case .untilClose: return take(&buffer, buffer.readableBytes)
        case .length(0):
            phase = .over
            return .end(nil)
        case .length(let left):
            let count = min(left, buffer.readableBytes)
            phase = .length(left - count)
            return take(&buffer, count)
        case .chunked(var chunks):
            phase = .over
            let step = try chunks.next(&buffer)
            if case .end = step { return step }
            phase = .chunked(chunks)
            return step
        }
    }

    private func take(_ buffer: inout ByteBuffer, _ count: Int) -> Step {
        guard count > 0, let bytes = buffer.readSlice(length: count) else { return .more }
        return .bytes(bytes)
    }
}
