/// The methods that somebody between two peers has to know (RFC 9110, section 9.3, and RFC 5789). They are case-sensitive.
package enum MethodName: Sendable {
    case get, head, post, put, delete, connect, options, trace, patch
    /// Any other token.
    case other

    package init(_ name: some Collection<UInt8>) {
        self = Self.known.first { name.elementsEqual($0.bytes) }?.name ?? .other
    }

    /// The likeliest first.
    private static let known: [(name: MethodName, bytes: [UInt8])] = [
        (.get, "GET"), (.post, "POST"), (.put, "PUT"), (.head, "HEAD"), (.delete, "DELETE"), (.patch, "PATCH"),
        (.options, "OPTIONS"), (.connect, "CONNECT"), (.trace, "TRACE"),
    ].map { ($0, Array($1.utf8)) }
}
