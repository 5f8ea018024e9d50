import Synchronization

/// Bytes that come a few at a time.
final class PieceSource: Sendable {
    private let rest: Mutex<ArraySlice<UInt8>>
    private let piece: Int

    init(_ bytes: [UInt8], piece: Int) {
        rest = Mutex(bytes[...])
        self.piece = piece
    }

    func next() -> [UInt8] {
        rest.withLock { rest in
            defer { rest = rest.dropFirst(piece) }
            return Array(rest.prefix(piece))
        }
    }
}
