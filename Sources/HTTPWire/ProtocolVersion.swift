/// The version of HTTP that a message came by.
package enum ProtocolVersion: String, Sendable, Comparable {
    case http1_0 = "HTTP/1.0"
    case http1_1 = "HTTP/1.1"
    case http2 = "HTTP/2"

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
