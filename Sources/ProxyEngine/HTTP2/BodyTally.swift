import HTTPWire

/// Holds a body against the length that its head has named (RFC 9113, section 8.1.1).
struct BodyTally {
    private let length: BodyLength
    private var count = 0
    private(set) var isComplete: Bool

    init(_ length: BodyLength) {
        self.length = length
        isComplete = length == .none
    }

    /// A piece came.
    ///
    /// - Parameter isLast: whether the stream ends with it.
    /// - Throws: `malformed` where the body is longer or shorter than its head says.
    mutating func came(_ bytes: Int, isLast: Bool) throws(WireFault) {
        count += bytes
        isComplete = isLast
        let isRight =
            switch length {
            case .none: count == 0
            case .known(let length): isLast ? count == length : count <= length
            case .unknown: true
            }
        guard isRight else { throw .malformed("a body that is not as long as its Content-Length says") }
    }
}
