/// The `host`, `host:port` or `[v6]:port` of a URL in its parts (RFC 3986, section 3.2).
package struct Authority: Sendable, Equatable {
    /// Without brackets.
    package let host: String
    package let port: Int?

    package init(_ text: String) {
        let colon = text.lastIndex(of: ":").flatMap { text[$0...].contains("]") ? nil : $0 }
        host = text[..<(colon ?? text.endIndex)].filter { $0 != "[" && $0 != "]" }
        port = colon.flatMap { Int(text[text.index(after: $0)...]) }
    }
}
