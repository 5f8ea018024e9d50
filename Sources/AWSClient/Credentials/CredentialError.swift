/// Why a source has no credentials, and what to do about it.
package struct CredentialError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        /// Nothing points to this source: a chain asks the next one.
        case notConfigured
        /// The source is configured, but not completely.
        case incomplete
        /// The source is configured and failed.
        case failed
    }

    package let code: Code
    /// The source's name.
    package let source: String
    /// What is wrong, in one sentence without a full stop. Never holds a secret.
    package let message: String
    /// What to do, in one sentence without a full stop.
    package let remedy: String

    package init(_ code: Code, source: String, message: String, remedy: String) {
        self.code = code
        self.source = source
        self.message = message
        self.remedy = remedy
    }
}

extension CredentialError: CustomStringConvertible {
    package var description: String { "\(source): \(message); \(remedy)" }
}
