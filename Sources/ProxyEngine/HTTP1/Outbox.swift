import NIOCore

/// Gathers what goes out over a connection until it is flushed: a head and the small pieces around it leave as one buffer,
/// large pieces as they are.
struct Outbox {
    /// What is smaller than this is copied, as one more buffer would cost more.
    private static let gatherLimit = 8 * 1024

    /// More than this is not held back until the end of a round.
    private static let roundLimit = 64 * 1024

    private var gathered = ByteBuffer()
    private var isUnflushed = false

    /// Writes into what is gathered.
    mutating func gather(_ write: (inout ByteBuffer) -> Void) { write(&gathered) }

    /// - Returns: buffers to be written now, in their order, because they are not worth copying.
    mutating func add(_ bytes: ByteBuffer) -> (before: ByteBuffer?, bytes: ByteBuffer)? {
        guard bytes.readableBytes > Self.gatherLimit else {
            gathered.writeImmutableBuffer(bytes)
            return nil
        }
        defer { isUnflushed = true }
        return (take(), bytes)
    }

    /// What is gathered, if there is anything.
    mutating func take() -> ByteBuffer? {
        guard gathered.readableBytes > 0 else { return nil }
        defer { gathered = ByteBuffer() }
        return gathered
    }

    /// Whether so much is gathered that it should not wait for more.
    var isFull: Bool { gathered.readableBytes > Self.roundLimit }

    /// Whether there is nothing to be flushed.
    var isEmpty: Bool { !isUnflushed && gathered.readableBytes == 0 }

    /// Whether there is anything to be flushed: what has been gathered, which is to be written first, or what was not worth it.
    mutating func takeForFlush() -> (isNeeded: Bool, bytes: ByteBuffer?) {
        let bytes = take()
        defer { isUnflushed = false }
        return (isUnflushed || bytes != nil, bytes)
    }
}

extension ChannelHandlerContext {
    /// Writes what an ``Outbox`` has let go of, once it has: a write may come back to whoever has the outbox.
    func write(_ pieces: (before: ByteBuffer?, bytes: ByteBuffer)) {
        if let before = pieces.before { write(NIOAny(before), promise: nil) }
        write(NIOAny(pieces.bytes), promise: nil)
    }

    /// Writes what an ``Outbox`` has let go of, and flushes it with what was written before.
    func flush(_ rest: (isNeeded: Bool, bytes: ByteBuffer?)) {
        guard rest.isNeeded else { return }
        if let bytes = rest.bytes { write(NIOAny(bytes), promise: nil) }
        flush()
    }

    /// Says that nothing more comes, once everything is out: closing before would take it away from the other side.
    func endOutput() {
        let written = eventLoop.makePromise(of: Void.self)
        writeAndFlush(NIOAny(channel.allocator.buffer(capacity: 0)), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in self.close(mode: .output, promise: nil) }
    }

    /// Lets the other side say its last and go on listening.
    func allowHalfClosure() {
        // Every socket knows the option; a channel in memory has no halves.
        try? channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
    }
}
