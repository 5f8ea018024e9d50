import HTTPWire
import NIOCore

/// As much of a request's body as is kept for a replay: all of it, or nothing. A value that is told what comes.
struct KeptBody: Sendable {
    /// The largest that is kept, in bytes.
    static let limit = 65_536

    private enum Content: Sendable {
        case coming(ByteBuffer)
        case whole(ByteBuffer)
        case lost(KeptRequest.Obstacle)
    }

    let length: BodyLength
    private var content: Content

    init(_ length: BodyLength) {
        self.length = length
        content = length == .none ? .whole(ByteBuffer()) : .coming(ByteBuffer())
    }

    /// The whole body; nil where it is not there.
    var bytes: ByteBuffer? {
        guard case .whole(let bytes) = content else { return nil }
        return bytes
    }

    /// Why it cannot be sent again; nil where it can.
    var obstacle: KeptRequest.Obstacle? {
        switch content {
        case .whole: nil
        case .coming: .incompleteBody
        case .lost(let reason): reason
        }
    }

    mutating func came(_ piece: ByteBuffer) {
        guard case .coming(var bytes) = content else { return }
        guard bytes.readableBytes + piece.readableBytes <= Self.limit else {
            content = .lost(.largeBody)
            return
        }
        // Taken out first, so that appending copies nothing.
        content = .lost(.incompleteBody)
        bytes.writeImmutableBuffer(piece)
        content = .coming(bytes)
    }

    mutating func ended(hasTrailers: Bool) {
        guard case .coming(let bytes) = content else { return }
        content = hasTrailers ? .lost(.trailers) : .whole(bytes)
    }
}
