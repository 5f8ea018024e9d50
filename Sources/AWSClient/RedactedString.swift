/// A string that no log, error or crash report may hold: a secret key, a session token, a minted token.
///
/// Every way of printing it says `<redacted>`.
package struct RedactedString: Sendable, Hashable {
    /// The string itself. Each use is a place to review.
    package let exposed: String

    package init(_ value: String) { exposed = value }
}

extension RedactedString: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
