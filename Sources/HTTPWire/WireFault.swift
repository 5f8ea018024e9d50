/// Why bytes are no message, or none that is taken. Its words quote nothing of what came.
package struct WireFault: Error, Equatable, Sendable {
    package enum Kind: Sendable {
        case malformed
        case headTooLarge
        case targetTooLong
        /// A transfer coding that exists and is not spoken here.
        case unsupportedCoding
        /// Bytes of a field that are no UTF-8, where fields come as strings.
        case noUTF8
    }

    package let kind: Kind
    package let words: String

    package init(_ kind: Kind, _ words: String) {
        self.kind = kind
        self.words = words
    }

    package static func malformed(_ words: String) -> WireFault { WireFault(.malformed, words) }
}

/// How large a head may be.
package struct HeadLimits: Sendable {
    /// Bytes, from the first of the first line to the last of the empty one.
    package var size: Int
    /// Bytes of a request's target.
    package var targetSize: Int
    package var fieldCount: Int

    package init(size: Int = 64 * 1024, targetSize: Int = 16 * 1024, fieldCount: Int = 1000) {
        self.size = size
        self.targetSize = targetSize
        self.fieldCount = fieldCount
    }
}
