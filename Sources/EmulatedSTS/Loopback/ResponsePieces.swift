import NIOCore

/// The buffers that a response's body is written in.
struct ResponsePieces: Sequence, IteratorProtocol {
    private let body: LoopbackResponse.Body
    private let size: Int
    private let end: Int
    private var position = 0

    init(_ response: LoopbackResponse) {
        body = response.body
        switch response.delivery {
        case .pieces(let size): (self.size, end) = (Swift.max(1, size), body.count)
        case .cut(let length): (size, end) = (16_384, Swift.min(Swift.max(0, length), body.count))
        case .whole, .reset, .hang: (size, end) = (16_384, body.count)
        }
    }

    mutating func next() -> ByteBuffer? {
        guard position < end else { return nil }
        let range = position..<Swift.min(position + size, end)
        position = range.upperBound
        switch body {
        case .bytes(let bytes): return ByteBuffer(bytes: bytes[range])
        case .filler(let byte, _): return ByteBuffer(repeating: byte, count: range.count)
        }
    }
}
