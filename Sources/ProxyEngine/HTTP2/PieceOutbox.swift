import NIOCore

/// Holds back the last piece of a body until it is known whether another one follows, so that the end needs no frame of its
/// own; small pieces become one.
struct PieceOutbox {
    /// What is smaller than this is copied, as one more frame would cost more.
    private static let gatherLimit = 8 * 1024

    private var held = ByteBuffer()

    /// - Returns: what is to be sent now, before what was added.
    mutating func add(_ bytes: ByteBuffer) -> ByteBuffer? {
        guard held.readableBytes > 0 else {
            held = bytes
            return nil
        }
        guard held.readableBytes + bytes.readableBytes > Self.gatherLimit else {
            held.writeImmutableBuffer(bytes)
            return nil
        }
        defer { held = bytes }
        return held
    }

    /// What is held back, if there is anything.
    mutating func take() -> ByteBuffer? {
        guard held.readableBytes > 0 else { return nil }
        defer { held = ByteBuffer() }
        return held
    }
}
