#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A user and a password for a proxy, which no log, error or screen may hold. Every way of printing it says `<redacted>`.
package struct ProxyCredentials: Sendable, Hashable {
    private let text: String

    /// - Parameter text: `user:password`.
    init(_ text: String) { self.text = text }

    /// The credentials of the Basic scheme (RFC 7617). Each use is a place to review.
    package var exposedBasic: String { Data(text.utf8).base64EncodedString() }

    /// The value of `Proxy-Authorization`. Each use is a place to review.
    package var exposedAuthorization: String { "Basic " + exposedBasic }
}

extension ProxyCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
